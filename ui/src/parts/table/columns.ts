// Which columns a person sees, how wide and in what order. Pure; DataTable draws them.
import type { ReactNode } from "react";

export interface Column<Row> {
  id: string;
  title: string;
  width: number; // pixels
  cell: (row: Row) => ReactNode;
  /** What sorting by it is called, where it can be sorted by. */
  sort?: string;
  align?: "end";
  /** Not shown until somebody asks for it. */
  spare?: boolean;
  /** Shown on a phone as well. */
  narrow?: boolean;
}

/** What a person made of the columns of a table; kept in the browser. */
export interface Layout {
  order: string[];
  hidden: string[];
  widths: Record<string, number>;
}

export const narrowest = 56; // pixels
export const widest = 900;

export function isLayout(value: unknown): value is Layout {
  if (typeof value !== "object" || value === null) return false;
  const { order, hidden, widths } = value as Partial<Layout>;
  return Array.isArray(order) && Array.isArray(hidden) && typeof widths === "object" && widths !== null;
}

export function standardLayout<Row>(columns: readonly Column<Row>[]): Layout {
  return {
    order: columns.map((column) => column.id),
    hidden: columns.filter((column) => column.spare).map((column) => column.id),
    widths: {},
  };
}

/** The columns in the person's order; those that the layout does not know yet come last. */
export function inOrder<Row>(columns: readonly Column<Row>[], layout: Layout): Column<Row>[] {
  const place = (column: Column<Row>) => {
    const index = layout.order.indexOf(column.id);
    return index === -1 ? layout.order.length : index;
  };
  return [...columns].sort((a, b) => place(a) - place(b));
}

export function widthOf<Row>(column: Column<Row>, layout: Layout): number {
  return Math.min(Math.max(layout.widths[column.id] ?? column.width, narrowest), widest);
}

export function resized(layout: Layout, id: string, width: number): Layout {
  const bounded = Math.round(Math.min(Math.max(width, narrowest), widest));
  return { ...layout, widths: { ...layout.widths, [id]: bounded } };
}

/** Shows or hides a column; the last one that is seen stays. */
export function shown<Row>(layout: Layout, columns: readonly Column<Row>[], id: string, visible: boolean): Layout {
  if (visible) return { ...layout, hidden: layout.hidden.filter((hidden) => hidden !== id) };
  const left = columns.filter((column) => column.id !== id && !layout.hidden.includes(column.id));
  return left.length === 0 || layout.hidden.includes(id) ? layout : { ...layout, hidden: [...layout.hidden, id] };
}

/** Moves a column one place to the left (-1) or right (1). */
export function moved<Row>(layout: Layout, columns: readonly Column<Row>[], id: string, by: -1 | 1): Layout {
  const order = inOrder(columns, layout).map((column) => column.id);
  const from = order.indexOf(id);
  const to = from + by;
  const other = order[to];
  if (from === -1 || other === undefined) return layout;
  order[to] = id;
  order[from] = other;
  return { ...layout, order };
}

/** A sort as the address has it: "company", or "-company" for descending. */
export interface Sort {
  by: string;
  descending: boolean;
}

export function parseSort(text: string | undefined, standard: Sort): Sort {
  if (!text) return standard;
  return text.startsWith("-") ? { by: text.slice(1), descending: true } : { by: text, descending: false };
}

export function sortText(sort: Sort): string {
  return sort.descending ? `-${sort.by}` : sort.by;
}

/** What a click on a column's heading makes of the sort. */
export function sortedBy(sort: Sort, by: string): Sort {
  return { by, descending: sort.by === by && !sort.descending };
}
