import { expect, test } from "vitest";
import type { Run } from "../src/api/types";
import { sentencesOf } from "../src/screens/run/sentences";

const nothing = {
  ...{ selected: 0, created: 0, updated: 0, unchanged: 0, ignored_duplicate: 0, ignored_no_email: 0 },
  ...{ ignored_invalid_email: 0, held_back_unsubscribed: 0, refused: 0, not_attempted: 0 },
};
const plain = {
  ...{
    undo_of: null,
    preview: false,
    new_permissions: 0,
    opted_out_made_mailable: 0,
    message: "",
    words: [],
    lists: [],
  },
  totals: nothing,
  removals: { planned: 0, limit: 10, confirmed: null },
  api_calls: { estimated: 9, total: 8, writes: 3, token: 0, by_endpoint: {} },
  quota: { used_today: 188, limit: 10000, resets_at: "" },
} as unknown as Run;

test("a preview says first what would change, what comes off Active Members, and what it costs", () => {
  const preview = {
    ...plain,
    preview: true,
    new_permissions: 12,
    totals: { ...nothing, selected: 1950, created: 12, updated: 202 },
    removals: { ...plain.removals, planned: 3 },
  };
  expect(sentencesOf(preview)).toEqual([
    "214 of 1,950 selected Reps will change, 12 of them as new Contacts; 3 come off Active Members; about 9 API calls of 9,812 left today.",
    "12 new Contacts will be stated to have given implied permission. Joining a list can start its automatic mail, and with confirmed opt-in Constant Contact may ask each of them.",
    "0 opted-out addresses were made mailable.",
  ]);
});

test("a run says what it did", () => {
  const lists = [{ name: "Active Members", removed: 1 }] as Run["lists"];
  expect(sentencesOf({ ...plain, lists, totals: { ...nothing, selected: 1, updated: 1 } })).toEqual([
    "1 of 1 selected Rep was changed; 1 came off Active Members; 8 API calls, 9,812 left today.",
    "0 opted-out addresses were made mailable.",
  ]);
});

test("an undo has the server's sentences, without the figures of its table and without its message", () => {
  const words = ["       3  set back", "Unsubscribes cannot be undone.", "It was cut off."];
  expect(sentencesOf({ ...plain, undo_of: "R", words, message: "It was cut off." })).toEqual([
    "Unsubscribes cannot be undone.",
  ]);
});
