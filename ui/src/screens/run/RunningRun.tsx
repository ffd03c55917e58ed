import { useEffect, useState } from "react";
import { answer, api } from "../../api/client";
import type { Run, RunProgress } from "../../api/types";
import { starterInWords } from "../../app/run-words";
import { count, duration, format } from "../../base/format";
import { Button } from "../../parts/Button";
import { complain } from "../../parts/messages";
import { Progress } from "../../parts/Progress";
import { useRunProgress } from "./useRunProgress";

const phases: Record<RunProgress["phase"], string> = {
  starting: "Connecting",
  reading: "Reading the account",
  planning: "Comparing",
  sending: "Sending",
  waiting: "Waiting for Constant Contact",
  proving: "Proving what was sent",
  recording: "Writing the history",
};

/** A run that goes on: phase, bar, done of total, elapsed, time left, Cancel (R30). */
export function RunningRun({ database, run }: { database: number; run: Run }) {
  const progress = useRunProgress(database, run);
  const seconds = useElapsed(run.started_at);
  const [cancelling, setCancelling] = useState(false);
  const cancel = async () => {
    setCancelling(true);
    try {
      await answer(
        api.POST("/databases/{database}/runs/{run_id}/cancel", { params: { path: { database, run_id: run.run_id } } }),
      );
    } catch (error) {
      setCancelling(false);
      complain(error);
    }
  };
  const cancelledBy = progress?.cancelled_by ?? "";
  const kind = run.undo_of === null ? "update" : "undo";
  const phase = progress
    ? phases[progress.phase]
    : run.preview
      ? "The preview is being made"
      : `The ${kind} is running`;
  return (
    <section className="running" aria-label="Progress">
      <p className="running-phase" aria-live="polite">
        {phase}
      </p>
      <Progress
        label={phase}
        {...(progress && progress.total > 0 ? { done: progress.done, total: progress.total } : {})}
      />
      <p className="running-facts">
        <span>{progress ? detail(progress) : ""}</span>
        <span>
          {duration(seconds)} elapsed
          {progress?.left_seconds != null && `, about ${duration(progress.left_seconds)} left in this phase`}
        </span>
      </p>
      {progress !== null && progress.calls_estimated > 0 && (
        <p className="muted">
          API calls: {format.number(progress.calls)} of about {format.number(progress.calls_estimated)}
        </p>
      )}
      <p className="muted">
        Started by {starterInWords(run.started_by)}, {format.time(run.started_at)}. You may close this page: it goes on.
      </p>
      {cancelledBy !== "" && (
        <p role="status">
          {cancelledBy} has cancelled it. It stops at the next safe point;{" "}
          {run.undo_of === null ? "the next run completes what is missing." : "undo the same run again to complete it."}
        </p>
      )}
      {run.can.cancel && cancelledBy === "" && (
        <Button onPress={() => void cancel()} isPending={cancelling}>
          Cancel
        </Button>
      )}
    </section>
  );
}

function detail({ done, total, what }: RunProgress): string {
  if (total > 0) return `${format.number(done)} of ${format.number(total)}${what === "" ? "" : ` · ${what}`}`;
  return done > 0 ? `${count(done, "entry", "entries")} · ${what}` : what;
}

const tick = 1_000; // ms

function useElapsed(since: string): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tick);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
}
