import { expect, test } from "vitest";
import {
  type Column,
  inOrder,
  isLayout,
  moved,
  parseSort,
  resized,
  shown,
  sortedBy,
  sortText,
  standardLayout,
  widthOf,
} from "../src/parts/table/columns";
import { pagesOf, placeOf, span } from "../src/parts/table/pages";
import { everything, has, nothing, only, ranged, sizeOf, toggled } from "../src/parts/table/selection";

test("a window needs the pages that its rows are in", () => {
  expect(pagesOf(0, 30, 100_000)).toEqual([0]);
  expect(pagesOf(190, 210, 100_000)).toEqual([0, 1]);
  expect(pagesOf(99_950, 100_020, 100_000)).toEqual([499]);
  expect(pagesOf(-5, 20, undefined)).toEqual([0]);
  expect(pagesOf(0, 20, 0)).toEqual([0]);
  expect(placeOf(401)).toEqual({ page: 2, offset: 1 });
});

test("a range is the same from either end", () => {
  expect(span(3, 9)).toEqual([3, 9]);
  expect(span(9, 3)).toEqual([3, 9]);
});

test("a click selects one row, Ctrl adds and takes off, Shift takes the rows between", () => {
  const one = only("R1", 0);
  const two = toggled(one, "R5", 4);
  expect([...two.ids]).toEqual(["R1", "R5"]);
  expect([...toggled(two, "R1", 0).ids]).toEqual(["R5"]);
  const range = ranged(one, ["R1", "R2", "R3"], 0);
  expect([...range.ids]).toEqual(["R1", "R2", "R3"]);
  expect(range.anchor).toBe(0);
});

test("all is every row of the list, however many", () => {
  expect(sizeOf(everything, 100_000)).toBe(100_000);
  expect(has(everything, "R77")).toBe(true);
  expect(sizeOf(nothing, 100_000)).toBe(0);
  expect([...toggled(everything, "R7", 6).ids]).toEqual(["R7"]);
});

const columns: Column<string>[] = [
  { id: "name", title: "Name", width: 200, cell: (row) => row },
  { id: "city", title: "City", width: 100, cell: (row) => row },
  { id: "phone", title: "Phone", width: 100, cell: (row) => row, spare: true },
];

test("columns keep the person's order and width, and the last one cannot be hidden", () => {
  const layout = standardLayout(columns);
  expect(layout.hidden).toEqual(["phone"]);
  expect(inOrder(columns, moved(layout, columns, "city", -1)).map((c) => c.id)).toEqual(["city", "name", "phone"]);
  expect(moved(layout, columns, "name", -1)).toBe(layout);
  const one = shown(layout, columns, "city", false);
  expect(one.hidden).toEqual(["phone", "city"]);
  expect(shown(one, columns, "name", false)).toBe(one);
  expect(shown(one, columns, "phone", true).hidden).toEqual(["city"]);
});

test("widths stay within bounds", () => {
  const layout = resized(standardLayout(columns), "name", 5);
  expect(layout.widths).toEqual({ name: 56 });
  expect(widthOf({ ...columns[0], id: "name", title: "", width: 5000, cell: () => "" }, standardLayout(columns))).toBe(
    900,
  );
});

test("a column that a kept layout does not know comes last", () => {
  const layout = { order: ["city"], hidden: [], widths: {} };
  expect(inOrder(columns, layout).map((column) => column.id)).toEqual(["city", "name", "phone"]);
  expect(isLayout(layout)).toBe(true);
  expect(isLayout({ order: "city" })).toBe(false);
  expect(isLayout(null)).toBe(false);
});

test("sorting is one word of the address", () => {
  const standard = { by: "order", descending: false };
  expect(parseSort("-updated", standard)).toEqual({ by: "updated", descending: true });
  expect(parseSort("email", standard)).toEqual({ by: "email", descending: false });
  expect(parseSort(undefined, standard)).toBe(standard);
  expect(sortText({ by: "updated", descending: true })).toBe("-updated");
  expect(sortedBy({ by: "email", descending: false }, "email")).toEqual({ by: "email", descending: true });
  expect(sortedBy({ by: "email", descending: true }, "city")).toEqual({ by: "city", descending: false });
});
