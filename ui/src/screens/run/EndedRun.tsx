import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { messageOf } from "../../api/problem";
import type { Run } from "../../api/types";
import { runStates, starterInWords } from "../../app/run-words";
import { useMay } from "../../app/session";
import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { go, setQuery, useRoute } from "../../router/history";
import { keepDraft } from "../wizard/draft";
import { startRun } from "../wizard/start";
import { BeginUpdate } from "./BeginUpdate";
import { Confirmation } from "./Confirmation";
import { Findings } from "./Findings";
import { Issues } from "./Issues";
import { PeopleTabs } from "./PeopleTabs";
import { sentencesOf } from "./sentences";
import { TotalsTable } from "./TotalsTable";
import { standingTabs, type Tab, tabTitles, undoTabs } from "./tabs";
import { BeginUndo, UndoButton, UndoOf } from "./Undo";

const isTab = (text: string | undefined): text is Tab => text !== undefined && text in tabTitles;

/** The tab that is looked at first: where somebody waits to be looked at. */
function firstTab(run: Run): Tab {
  if (run.state === "needs_confirmation") return "coming_off";
  const tabs = run.undo_of === null ? standingTabs : undoTabs;
  return tabs.find((tab) => (run.tabs[tab] ?? 0) > 0) ?? tabs[0] ?? "new";
}

/** A run or preview that has ended: sentences and totals first, people second. */
export function EndedRun({ database, run }: { database: number; run: Run }) {
  const { query } = useRoute();
  const tab = isTab(query.tab) ? query.tab : firstTab(run);
  const onTab = (next: Tab) => setQuery({ tab: next });
  const { text, tone } = runStates[run.state];
  const asks = run.state === "needs_confirmation" && !run.preview;
  return (
    <>
      <section className="run-head" aria-label={run.preview ? "What would be done" : "What was done"}>
        <p>
          <span className={`state ${tone}`}>{run.preview ? "Preview" : text}</span>
          {run.preview && run.state !== "completed" && <span className={`state ${tone}`}>{text}</span>}
          <span className="muted">
            {format.time(run.finished_at ?? run.started_at)}, started by {starterInWords(run.started_by)}
          </span>
        </p>
        <UndoOf database={database} run={run} />
        {run.message && !asks && <p className="run-message">{run.message}</p>}
        <div className="run-words">
          {sentencesOf(run).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
        <NextSteps database={database} run={run} />
      </section>
      {asks && <Confirmation database={database} run={run} />}
      <div className="run-figures">
        <TotalsTable run={run} onTab={onTab} />
        <Findings run={run} />
      </div>
      <PeopleTabs database={database} run={run} tab={tab} onTab={onTab} />
      {run.issue_count > 0 && (
        <details className="run-issues">
          <summary>Issues ({format.number(run.issue_count)})</summary>
          <Issues database={database} run_id={run.run_id} />
        </details>
      )}
    </>
  );
}

/** What can be done from here: begin what was previewed, change the selections, try the refused again. */
function NextSteps({ database, run }: { database: number; run: Run }) {
  const client = useQueryClient();
  const mayRun = useMay("run");
  const retryNote = useId();
  const [state, setState] = useState({ busy: false, problem: "" });
  const retry = async () => {
    setState({ busy: true, problem: "" });
    try {
      await startRun(client, database, { retry: run.run_id });
    } catch (error) {
      setState({ busy: false, problem: messageOf(error) });
    }
  };
  const change = () => {
    keepDraft("manual", database, run.selections);
    go("updateContacts", { database: String(database) });
  };
  return (
    <div className="buttons">
      {run.can.begin && run.undo_of === null && <BeginUpdate database={database} run={run} />}
      {run.can.begin && run.undo_of !== null && <BeginUndo database={database} run={run} undone={run.undo_of} />}
      {mayRun && run.preview && run.undo_of === null && <Button onPress={change}>Change the selections</Button>}
      {run.can.retry && (
        <Button isPending={state.busy} onPress={() => void retry()} aria-describedby={retryNote}>
          Retry refused
        </Button>
      )}
      {run.can.undo && <UndoButton database={database} run={run} />}
      {run.can.retry && (
        <span id={retryNote} className="muted">
          sends to the Constant Contact account “{run.account.name || run.account.id}” again.
        </span>
      )}
      <Complaint text={state.problem} />
    </div>
  );
}
