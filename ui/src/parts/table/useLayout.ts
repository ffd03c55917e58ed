import { useState } from "react";
import { keep, recall } from "../../base/keep";
import { type Column, isLayout, type Layout, standardLayout } from "./columns";

/** The person's own columns of a table, kept in this browser. */
export function useLayout<Row>(name: string, columns: readonly Column<Row>[]) {
  const key = `muster.columns.${name}`;
  const [layout, setLayout] = useState<Layout>(() => recall("local", key, standardLayout(columns), isLayout));
  const change = (next: Layout) => {
    setLayout(next);
    keep("local", key, next);
  };
  return { layout, change, reset: () => change(standardLayout(columns)) };
}
