// Which pages of rows a window onto a long list needs. Pure.

export const pageSize = 200; // rows that are asked for at once

/** The numbers of the pages that hold the rows `first` to `last` of `total`. */
export function pagesOf(first: number, last: number, total: number | undefined): number[] {
  const end = total === undefined ? last : Math.min(last, total - 1);
  const from = Math.floor(Math.max(first, 0) / pageSize);
  const to = Math.max(Math.floor(end / pageSize), from);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Where a row stands: its page, and its place in it. */
export function placeOf(index: number): { page: number; offset: number } {
  return { page: Math.floor(index / pageSize), offset: index % pageSize };
}

/** The rows from one to another, whichever comes first, as [first, last]. */
export function span(a: number, b: number): readonly [number, number] {
  return a < b ? [a, b] : [b, a];
}
