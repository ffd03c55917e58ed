import { useQuery } from "@tanstack/react-query";
import { messageOf } from "../../api/problem";
import { useDatabase } from "../../app/session";
import { NavigationBar } from "../../modules/NavigationBar";
import { Button } from "../../parts/Button";
import { EmptyState } from "../../parts/EmptyState";
import { Progress } from "../../parts/Progress";
import { useRoute } from "../../router/history";
import { address } from "../../router/routes";
import { EndedRun } from "./EndedRun";
import { runQuery } from "./queries";
import { RunningRun } from "./RunningRun";

/** One run or preview: while it goes on its progress, afterwards what it did, or would do. */
export default function RunScreen() {
  const database = useDatabase();
  const { params } = useRoute();
  const { data: run, error, refetch } = useQuery(runQuery(database.id, params.run ?? ""));
  const runs = address("runs", { database: String(database.id) });
  const isUndo = run !== undefined && run.undo_of !== null;
  const title = isUndo ? (run.preview ? "Preview of an undo" : "Undo") : run?.preview ? "Preview" : "Run";
  return (
    <div className="page">
      <NavigationBar crumbs={[{ title: "Runs", to: runs }, { title }]} />
      <div className="page-body">
        {!run && !error && <Progress label="Loading the run" />}
        {error && (
          <EmptyState icon="warning" title="This run cannot be shown">
            <p>{messageOf(error)}</p>
            <Button onPress={() => void refetch()}>Try again</Button>
          </EmptyState>
        )}
        {run?.state === "running" && <RunningRun key={run.run_id} database={database.id} run={run} />}
        {run && run.state !== "running" && <EndedRun key={run.run_id} database={database.id} run={run} />}
      </div>
    </div>
  );
}
