// What is in which list of a Mover. Pure: an entry is in exactly one of the two lists, whatever happens.
import { folded } from "../../base/format";

export interface Entry {
  name: string;
  /** Said beside the name: "214 Reps". */
  note?: string;
  /** Why it cannot be moved. */
  reason?: string;
}

export type Side = "available" | "included";

export interface Lists {
  available: Entry[];
  included: Entry[];
}

/** The entries parted by the names that are included. What is included and not on offer any more is shown with its reason. */
export function listsOf(entries: readonly Entry[], included: readonly string[]): Lists {
  const chosen = new Set(included);
  const known = new Set(entries.map((entry) => entry.name));
  const gone = included
    .filter((name, index) => !known.has(name) && included.indexOf(name) === index)
    .map((name) => ({ name, note: "no longer there" }));
  return {
    available: entries.filter((entry) => !chosen.has(entry.name)),
    included: [...entries.filter((entry) => chosen.has(entry.name)), ...gone],
  };
}

/** The names that are included after moving some of them to a side. An entry with a reason is never included. */
export function movedTo(
  side: Side,
  entries: readonly Entry[],
  included: readonly string[],
  names: Iterable<string>,
): string[] {
  const moving = new Set(names);
  if (side === "available") return included.filter((name) => !moving.has(name));
  const result = new Set(included);
  for (const entry of entries) {
    if (moving.has(entry.name) && entry.reason === undefined) result.add(entry.name);
  }
  return [...result];
}

/** The names that "all" moves: those that the list shows now and that can be moved. */
export function movable(side: Side, shown: readonly Entry[]): string[] {
  return shown.filter((entry) => side === "included" || entry.reason === undefined).map((entry) => entry.name);
}

/** The entries that contain what is searched for, case and marks aside. */
export function found(entries: readonly Entry[], search: string): Entry[] {
  const wanted = folded(search.trim());
  return wanted === "" ? [...entries] : entries.filter((entry) => folded(entry.name).includes(wanted));
}

/** More entries than this get a search box. */
export const searchFrom = 20;
