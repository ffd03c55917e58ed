// What a run or preview comes to, in whole sentences. Pure.
import type { Run } from "../../api/types";
import { count, format } from "../../base/format";

const activeMembers = "Active Members";

/** The sentences above the figures, the one about opted-out addresses last. */
export function sentencesOf(run: Run): string[] {
  if (run.undo_of !== null) return run.words.filter((line) => line.endsWith(".") && line !== run.message);
  return [
    headline(run),
    ...(run.preview && run.new_permissions > 0 ? [permissions(run.new_permissions)] : []),
    `${count(run.opted_out_made_mailable, "opted-out address was", "opted-out addresses were")} made mailable.`,
  ];
}

/** "214 of 1,950 selected Reps will change, 12 of them as new Contacts; 3 come off Active Members; about 9 API calls …" */
function headline({ preview, totals, removals, lists, api_calls, quota }: Run): string {
  const changed = totals.created + totals.updated;
  const off = preview ? removals.planned : (lists.find(({ name }) => name === activeMembers)?.removed ?? 0);
  const left = quota.limit - quota.used_today;
  const change = preview ? "will change" : changed === 1 ? "was changed" : "were changed";
  const comes = preview ? (off === 1 ? "comes" : "come") : "came";
  const calls = preview ? api_calls.estimated : api_calls.total;
  const parts = [
    `${format.number(changed)} of ${count(totals.selected, "selected Rep")} ${change}` +
      (totals.created > 0 ? `, ${format.number(totals.created)} of them as new Contacts` : ""),
    `${format.number(off)} ${comes} off ${activeMembers}`,
    `${preview ? "about " : ""}${count(calls, "API call")}` +
      (quota.limit > 0 ? `${preview ? " of" : ","} ${format.number(left)} left today` : ""),
  ];
  return `${parts.join("; ")}.`;
}

function permissions(contacts: number): string {
  return (
    `${count(contacts, "new Contact")} will be stated to have given implied permission. Joining a list can start its ` +
    "automatic mail, and with confirmed opt-in Constant Contact may ask each of them."
  );
}
