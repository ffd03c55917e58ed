import type { Dashboard, RunRow } from "../api/types";
import { count, format } from "../base/format";
import { Icon } from "../parts/Icon";
import { Link } from "../parts/Link";
import { address } from "../router/routes";
import { runStates, starterInWords, totalsInWords } from "./run-words";
import { useMay } from "./session";

type Facts = Dashboard["databases"][number];

/** The state of one database: account, last run with its totals, next run, and what needs somebody. */
export function DatabaseCard({ facts, current }: { facts: Facts; current: boolean }) {
  const { database, last_run, running, next_run, notices, auto_update, off_for_undo } = facts;
  const params = { database: String(database.id) };
  const mayImport = useMay("edit");
  return (
    <li className={`card${current ? " current" : ""}`}>
      <header>
        <h2>
          <Link to={address("members", params)}>{database.name}</Link>
        </h2>
        <p className="muted">
          {count(database.members, "Member")} · {count(database.reps, "Rep")}
        </p>
      </header>
      {notices.map((notice) => (
        <div key={`${notice.kind} ${notice.since}`} className="notice">
          <Icon name="warning" />
          <div>
            <p>
              {notice.text} <span className="muted">({format.time(notice.since)})</span>
            </p>
            <p>
              {notice.run_id ? (
                <Link to={address("run", { ...params, run: notice.run_id })}>{notice.next_step}</Link>
              ) : (
                notice.next_step
              )}
            </p>
          </div>
        </div>
      ))}
      <dl>
        {database.members === 0 && mayImport && (
          <>
            <dt>Records</dt>
            <dd>
              None yet. <Link to={address("importRecords", params)}>Import them</Link>
            </dd>
          </>
        )}
        <dt>Account</dt>
        <dd>
          {database.connected ? (
            <Link to={address("connection", params)}>{database.account_name || database.account_id}</Link>
          ) : (
            <>
              Not connected. <Link to={address("connection", params)}>Connect it</Link>
            </>
          )}
        </dd>
        {running && (
          <>
            <dt>Now</dt>
            <dd>
              <Link to={address("run", { ...params, run: running.run_id })}>
                {running.undo_of !== null ? "An undo" : running.preview ? "A preview" : "An update"} is running
              </Link>
              , started by {starterInWords(running.started_by)}, {format.fromNow(running.started_at, Date.now())}
              {running.calls_estimated > 0 && `; about ${count(running.calls_estimated, "API call")}`}
            </dd>
          </>
        )}
        <dt>Last run</dt>
        <dd>{last_run ? <LastRun run={last_run} params={params} /> : "None yet"}</dd>
        <dt>Next run</dt>
        <dd>{off_for_undo ? <OffForUndo off={off_for_undo} params={params} /> : nextInWords(auto_update, next_run)}</dd>
      </dl>
    </li>
  );
}

export function nextInWords(autoUpdate: boolean, next: Facts["next_run"]): string {
  if (next) return `${format.timeIn(next.at, next.time_zone)}, ${format.fromNow(next.at, Date.now())}`;
  return autoUpdate ? "When scheduled contact updates are switched on" : "No automatic update is set up";
}

/** Why no automatic update runs, until a person switches it on (R32). */
function OffForUndo({ off, params }: { off: NonNullable<Facts["off_for_undo"]>; params: { database: string } }) {
  return (
    <>
      The automatic update is off since{" "}
      <Link to={address("run", { ...params, run: off.run_id })}>a run was undone</Link>, {format.time(off.at)}.{" "}
      <Link to={address("autoUpdate", params)}>Switch it on again</Link> when the next run may do the rest again.
    </>
  );
}

/** What it took beside the estimate; nothing for runs of old versions, which did not keep it. */
function callsInWords({ calls_total, calls_estimated }: RunRow): string {
  if (calls_estimated === 0) return "";
  return ` · ${count(calls_total, "API call")}, ${format.number(calls_estimated)} were estimated`;
}

function LastRun({ run, params }: { run: RunRow; params: { database: string } }) {
  const { text, tone } = runStates[run.state];
  return (
    <>
      <p>
        <Link to={address("run", { ...params, run: run.run_id })}>
          <span className={`state ${tone}`}>{text}</span>
        </Link>{" "}
        {format.time(run.finished_at ?? run.started_at)}, started by {starterInWords(run.started_by)}
      </p>
      <p className="muted">
        {totalsInWords(run)}
        {callsInWords(run)}
      </p>
      {run.message && <p>{run.message}</p>}
    </>
  );
}
