// The tabs of the people of a run, and which of them lead to which figure. Pure.
import type { operations } from "../../api/schema";
import type { Totals } from "../../api/types";

export type Tab = NonNullable<NonNullable<operations["listRunPeople"]["parameters"]["query"]>["tab"]>;

export const tabTitles: Record<Tab, string> = {
  new: "New",
  changed: "Changed",
  lists: "Lists",
  coming_off: "Coming off Active Members",
  unsubscribed: "Unsubscribed",
  ignored: "Ignored and why",
  refused: "Refused",
  unchanged: "Unchanged",
  not_attempted: "Not attempted",
};

/** The tabs that stand there even when they are empty, and those that come only with somebody in them. */
export const standingTabs: readonly Tab[] = ["new", "changed", "lists", "coming_off", "unsubscribed", "ignored"];
export const rareTabs: readonly Tab[] = ["refused", "not_attempted"];
export const undoTabs: readonly Tab[] = ["changed", "lists", "unchanged", "unsubscribed"];

/** An undo sets back, or leaves alone, whom the undone run has changed (R32). */
export const undoTabTitles: Record<Tab, string> = {
  ...tabTitles,
  changed: "Set back",
  unchanged: "Left as they are",
};

export const outcomeWords: Record<string, string> = {
  created: "Created",
  updated: "Updated",
  unchanged: "Unchanged",
  ignored_duplicate: "Ignored: another Rep has the address",
  ignored_no_email: "Ignored: no address",
  ignored_invalid_email: "Ignored: no usable address",
  held_back_unsubscribed: "Held back: unsubscribed",
  refused: "Refused",
  not_attempted: "Not attempted",
  removed_from_list: "Taken off Active Members",
};

export function outcomeInWords(outcome: string, isUndo: boolean): string {
  if (isUndo && outcome === "updated") return "Set back";
  if (isUndo && outcome === "unchanged") return "Left as it is";
  return outcomeWords[outcome] ?? outcome;
}

interface Part {
  key: Exclude<keyof Totals, "selected">;
  text: string;
  tab?: Tab;
}

/** The parts that add up to the selected Reps (R27), in words for what has happened and for what would. */
export const parts: readonly Part[] = [
  { key: "created", text: "created", tab: "new" },
  { key: "updated", text: "updated", tab: "changed" },
  { key: "unchanged", text: "unchanged" },
  { key: "ignored_duplicate", text: "ignored: another Rep has the address", tab: "ignored" },
  { key: "ignored_no_email", text: "ignored: no address", tab: "ignored" },
  { key: "ignored_invalid_email", text: "ignored: no usable address", tab: "ignored" },
  { key: "held_back_unsubscribed", text: "held back: unsubscribed", tab: "unsubscribed" },
  { key: "refused", text: "refused", tab: "refused" },
  { key: "not_attempted", text: "not attempted", tab: "not_attempted" },
];

export const undoParts: readonly Part[] = [
  { key: "updated", text: "set back", tab: "changed" },
  { key: "unchanged", text: "left as they are", tab: "unchanged" },
  { key: "held_back_unsubscribed", text: "held back: unsubscribed", tab: "unsubscribed" },
  { key: "refused", text: "refused, or not proved", tab: "refused" },
  { key: "not_attempted", text: "not attempted", tab: "not_attempted" },
];
