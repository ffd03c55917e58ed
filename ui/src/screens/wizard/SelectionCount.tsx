import { messageOf } from "../../api/problem";
import type { Selections } from "../../api/types";
import { count } from "../../base/format";
import { useSelectionCount } from "./useSelectionCount";

/** "812 Members and 1,950 Reps are selected, with 1,766 different usable addresses." */
export function SelectionCount({ database, selections }: { database: number; selections: Selections }) {
  const { count: counted, problem, counting } = useSelectionCount(database, selections);
  if (problem) return <span className="field-error">{messageOf(problem)}</span>;
  if (!counted) return <span className="muted">Counting…</span>;
  return (
    <span className={counting ? "muted" : undefined} data-testid="selection-count">
      {count(counted.members, "Member")} and {count(counted.reps, "Rep")} are selected, with{" "}
      {count(counted.usable, "different usable address", "different usable addresses")}.
    </span>
  );
}
