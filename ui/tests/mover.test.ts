import { expect, test } from "vitest";
import { type Entry, found, listsOf, movable, movedTo } from "../src/parts/mover/state";

const entries: Entry[] = [
  { name: "Ambassadors", note: "12 Reps" },
  { name: "Active Members", reason: "Active Members is a list of its own." },
  { name: "Board" },
  { name: "Comité d'éthique" },
];
const names = (list: Entry[]) => list.map((entry) => entry.name);

test("an entry is in exactly one of the two lists", () => {
  const { available, included } = listsOf(entries, ["Board"]);
  expect(names(available)).toEqual(["Ambassadors", "Active Members", "Comité d'éthique"]);
  expect(names(included)).toEqual(["Board"]);
});

test("what is included and no longer on offer stays visible once, so that it can be taken off", () => {
  const { available, included } = listsOf(entries, ["Choir", "Board", "Choir"]);
  expect(names(included)).toEqual(["Board", "Choir"]);
  expect(included[1]?.note).toBe("no longer there");
  expect(names(available)).not.toContain("Choir");
  expect(movedTo("available", entries, ["Choir", "Board"], ["Choir"])).toEqual(["Board"]);
});

test("several entries move at once, and moving what is there already changes nothing", () => {
  expect(movedTo("included", entries, ["Board"], ["Ambassadors", "Board"])).toEqual(["Board", "Ambassadors"]);
  expect(movedTo("available", entries, ["Board"], ["Ambassadors"])).toEqual(["Board"]);
});

test("an entry with a reason is never included", () => {
  expect(movedTo("included", entries, [], ["Active Members"])).toEqual([]);
  expect(movable("available", entries)).toEqual(["Ambassadors", "Board", "Comité d'éthique"]);
  expect(movable("included", entries)).toHaveLength(4);
});

test("the search looks past case and marks", () => {
  expect(names(found(entries, " ETHIQUE"))).toEqual(["Comité d'éthique"]);
  expect(found(entries, "  ")).toHaveLength(4);
  expect(found(entries, "zebra")).toEqual([]);
});
