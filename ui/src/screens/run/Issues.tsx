import { answer, api } from "../../api/client";
import { databaseKey } from "../../api/queries";
import type { RunIssue } from "../../api/types";
import type { Column } from "../../parts/table/columns";
import { PlainTable } from "../../parts/table/PlainTable";
import { usePagedRows } from "../../parts/table/usePagedRows";

const words: Record<string, string> = {
  unproved: "Not proved",
  value_cut: "Value cut",
  left_list: "Left a list",
  list_refused: "List refused",
  field_refused: "Field refused",
  selection_missing: "Selection missing",
  revived: "Was deleted there",
  changed_since: "Changed since",
  not_undoable: "Cannot be undone",
};

const columns: readonly Column<RunIssue>[] = [
  { id: "code", title: "What", width: 180, narrow: true, cell: ({ code }) => words[code] ?? code.replaceAll("_", " ") },
  { id: "email", title: "Address", width: 220, cell: ({ email }) => email ?? "" },
  { id: "rep", title: "Rep ID", width: 90, spare: true, cell: ({ rep_id }) => rep_id ?? "" },
  { id: "message", title: "Why", width: 520, narrow: true, cell: ({ message }) => message },
];

const idOf = ({ code, rep_id, email, message }: RunIssue) => `${code} ${rep_id ?? ""} ${email ?? ""} ${message}`;

/** Everything that a run has to say about single names and lists. */
export function Issues({ database, run_id }: { database: number; run_id: string }) {
  const source = usePagedRows({
    queryKey: [...databaseKey(database), "run", run_id, "issues"],
    idOf,
    fetchPage: (offset, limit, signal) =>
      answer(
        api.GET("/databases/{database}/runs/{run_id}/issues", {
          params: { path: { database, run_id }, query: { offset, limit } },
          ...(signal ? { signal } : {}),
        }),
      ),
  });
  return (
    <PlainTable
      name="run-issues"
      label="Issues"
      columns={columns}
      source={source}
      idOf={idOf}
      empty={<p className="muted">None.</p>}
    />
  );
}
