// Which rows of a list are selected: some by id, or all that the list shows, however many. Pure.

export interface Selection {
  /** True for every row of the list; `ids` is empty then. */
  all: boolean;
  ids: ReadonlySet<string>;
  /** Where a range begins that Shift makes. */
  anchor: number | null;
}

export const nothing: Selection = { all: false, ids: new Set(), anchor: null };
export const everything: Selection = { all: true, ids: new Set(), anchor: null };

/** A plain click, or an arrow key: this row alone. */
export function only(id: string, index: number): Selection {
  return { all: false, ids: new Set([id]), anchor: index };
}

/** Ctrl and a click, or Ctrl and Space: this row more, or less. From "all" it begins anew with this row left out of nothing. */
export function toggled(selection: Selection, id: string, index: number): Selection {
  if (selection.all) return only(id, index);
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { all: false, ids, anchor: index };
}

/** Shift and a click: the rows between the anchor and this one, by their ids; the anchor stays. */
export function ranged(selection: Selection, ids: readonly string[], anchor: number): Selection {
  return { ...selection, all: false, ids: new Set(ids), anchor };
}

export function has(selection: Selection, id: string): boolean {
  return selection.all || selection.ids.has(id);
}

export function sizeOf(selection: Selection, total: number): number {
  return selection.all ? total : selection.ids.size;
}
