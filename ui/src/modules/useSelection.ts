import { useState } from "react";
import { nothing, only, type Selection } from "../parts/table/selection";
import type { ListState } from "./useListState";

/** The selected rows of a module; begins with the row that the address names, and ends where another list is shown. */
export function useSelection(list: ListState, listKey: string) {
  const [selection, setSelection] = useState<Selection>(() =>
    list.selected === "" ? nothing : only(list.selected, list.at),
  );
  const [of, setOf] = useState(listKey);
  if (of !== listKey) {
    setOf(listKey);
    setSelection(list.selected === "" ? nothing : only(list.selected, 0));
  }
  return [selection, setSelection] as const;
}
