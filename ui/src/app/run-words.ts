// Runs in words, as every screen says them.
import type { RunRow, RunState, Totals } from "../api/types";
import { format } from "../base/format";

/** How a run stands. `tone` colours it. */
export const runStates: Record<RunState, { text: string; tone: "good" | "bad" | "open" }> = {
  running: { text: "Running", tone: "open" },
  completed: { text: "Completed", tone: "good" },
  completed_with_issues: { text: "Completed with issues", tone: "open" },
  needs_confirmation: { text: "Needs confirmation", tone: "open" },
  failed: { text: "Failed", tone: "bad" },
  cancelled: { text: "Cancelled", tone: "open" },
  quota_exhausted: { text: "The day’s API calls are used up", tone: "open" },
  not_connected: { text: "Not connected", tone: "bad" },
  busy: { text: "Another run was going on", tone: "open" },
};

const words: readonly [keyof Totals, string][] = [
  ["created", "created"],
  ["updated", "updated"],
  ["unchanged", "unchanged"],
  ["ignored_duplicate", "ignored as duplicates"],
  ["ignored_no_email", "without an address"],
  ["ignored_invalid_email", "with an unusable address"],
  ["held_back_unsubscribed", "held back as unsubscribed"],
  ["refused", "refused"],
  ["not_attempted", "not attempted"],
];

const undoWords: readonly [keyof Totals, string][] = [
  ["updated", "set back"],
  ["unchanged", "left as they are"],
  ["held_back_unsubscribed", "held back as unsubscribed"],
  ["refused", "refused"],
  ["not_attempted", "not attempted"],
];

/** Whoever started a run: a person, or what acts without one (src/base/starters.hpp). */
export function starterInWords(name: string): string {
  return { cli: "the command line", schedule: "the schedule" }[name] ?? name;
}

export function kindInWords({ undo_of, preview }: RunRow): string {
  if (undo_of !== null) return preview ? "Undo preview" : "Undo";
  return preview ? "Preview" : "Update";
}

/** "1,950 selected: 12 created, 214 updated, …". The parts add up to what was selected (R27). */
export function totalsInWords({ totals, undo_of }: Pick<RunRow, "totals" | "undo_of">): string {
  const isUndo = undo_of !== null;
  const parts = (isUndo ? undoWords : words)
    .filter(([key]) => totals[key] > 0)
    .map(([key, word]) => `${format.number(totals[key])} ${word}`);
  const selected = `${format.number(totals.selected)} ${isUndo ? "people of the undone run" : "Reps selected"}`;
  return parts.length === 0 ? selected : `${selected}: ${parts.join(", ")}`;
}
