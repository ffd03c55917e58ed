import { answer, api } from "../../api/client";
import { databaseKey } from "../../api/queries";
import type { RunRow, RunState } from "../../api/types";
import { kindInWords, runStates, starterInWords, totalsInWords } from "../../app/run-words";
import { useDatabase, useMay } from "../../app/session";
import { format } from "../../base/format";
import { NavigationBar } from "../../modules/NavigationBar";
import { Button } from "../../parts/Button";
import { SelectField } from "../../parts/form/Field";
import { Link } from "../../parts/Link";
import type { Column } from "../../parts/table/columns";
import { PlainTable } from "../../parts/table/PlainTable";
import { usePagedRows } from "../../parts/table/usePagedRows";
import { go, setQuery, useRoute } from "../../router/history";
import { address } from "../../router/routes";

const states: readonly RunState[] = [
  "completed",
  "completed_with_issues",
  "needs_confirmation",
  "failed",
  "cancelled",
  "quota_exhausted",
  "not_connected",
];

const columnsOf = (database: number): readonly Column<RunRow>[] => [
  {
    id: "started",
    title: "Started",
    width: 220,
    narrow: true,
    cell: (run) => (
      <Link to={address("run", { database: String(database), run: run.run_id })}>{format.time(run.started_at)}</Link>
    ),
  },
  { id: "kind", title: "Kind", width: 110, cell: kindInWords },
  {
    id: "state",
    title: "State",
    width: 150,
    narrow: true,
    cell: (run) => <span className={`state ${runStates[run.state].tone}`}>{runStates[run.state].text}</span>,
  },
  { id: "by", title: "Started by", width: 140, cell: (run) => starterInWords(run.started_by) },
  { id: "totals", title: "Totals", width: 420, cell: totalsInWords },
  { id: "depth", title: "Depth", width: 80, spare: true, cell: (run) => run.depth },
  { id: "message", title: "Message", width: 420, cell: (run) => run.message },
];

const idOf = (run: RunRow) => run.run_id;

/** The history of a database, newest first. */
export default function Runs() {
  const { id } = useDatabase();
  const { query } = useRoute();
  const mayRun = useMay("run");
  const state = states.find((known) => known === query.state);
  const kind = query.kind === "run" || query.kind === "preview" ? query.kind : undefined;
  const source = usePagedRows({
    queryKey: [...databaseKey(id), "runs", state ?? "", kind ?? ""],
    idOf,
    live: true,
    fetchPage: (offset, limit, signal) =>
      answer(
        api.GET("/databases/{database}/runs", {
          params: {
            path: { database: id },
            query: { offset, limit, ...(state ? { state } : {}), ...(kind ? { kind } : {}) },
          },
          ...(signal ? { signal } : {}),
        }),
      ),
  });
  const open = (run: RunRow) => go("run", { database: String(id), run: run.run_id });
  const restricted = state !== undefined || kind !== undefined;
  return (
    <div className="page">
      <NavigationBar crumbs={[{ title: "Runs" }]} />
      <PlainTable
        name="runs"
        label="Runs"
        columns={columnsOf(id)}
        source={source}
        idOf={idOf}
        onOpen={open}
        tools={
          <>
            <SelectField
              label="State"
              value={state ?? ""}
              onValue={(value) => setQuery({ state: value })}
              choices={[
                { value: "", text: "Any state" },
                ...states.map((value) => ({ value, text: runStates[value].text })),
              ]}
            />
            <SelectField
              label="Kind"
              value={kind ?? ""}
              onValue={(value) => setQuery({ kind: value })}
              choices={[
                { value: "", text: "Runs and previews" },
                { value: "run", text: "Updates and undos" },
                { value: "preview", text: "Previews" },
              ]}
            />
          </>
        }
        empty={
          restricted ? (
            <p className="muted">No run matches.</p>
          ) : (
            <>
              <p>Nothing has run yet.</p>
              {mayRun && (
                <Button look="primary" onPress={() => go("updateContacts", { database: String(id) })}>
                  Constant Contact: Update Contacts
                </Button>
              )}
            </>
          )
        }
      />
    </div>
  );
}
