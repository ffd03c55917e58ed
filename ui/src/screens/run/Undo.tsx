import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "../../api/problem";
import type { Run } from "../../api/types";
import { count } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { Confirm } from "../../parts/Confirm";
import { Link } from "../../parts/Link";
import { address } from "../../router/routes";
import { startRun } from "../wizard/start";

interface Props {
  database: number;
  run: Run;
}

/** On an undo and its preview: what it takes back. */
export function UndoOf({ database, run }: Props) {
  if (run.undo_of === null) return null;
  return (
    <p>
      {run.preview ? "This shows what would be taken back of " : "This took back what could be of "}
      <Link to={address("run", { database: String(database), run: run.undo_of })}>the run that is undone</Link>.
    </p>
  );
}

/** On the newest run that wrote: the way to a preview of its undo (R32). */
export function UndoButton({ database, run }: Props) {
  const client = useQueryClient();
  const [state, setState] = useState({ busy: false, problem: "" });
  const preview = async () => {
    setState({ busy: true, problem: "" });
    try {
      await startRun(client, database, { undo: run.run_id, preview: true });
    } catch (error) {
      setState({ busy: false, problem: messageOf(error) });
    }
  };
  return (
    <>
      <Button isPending={state.busy} onPress={() => void preview()}>
        Undo…
      </Button>
      <Complaint text={state.problem} />
    </>
  );
}

/** On the preview of an undo: the undo itself. */
export function BeginUndo({ database, run, undone }: Props & { undone: string }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const account = run.account.name || run.account.id;
  const action = `Set back ${count(run.totals.updated, "Contact")} in Constant Contact account “${account}”`;
  return (
    <>
      <Button look="danger" onPress={() => setAsking(true)}>
        {action}
      </Button>
      {asking && (
        <Confirm
          title="Undo"
          action={action}
          danger
          onConfirm={() => startRun(client, database, { undo: undone, previewed: run.run_id })}
          onClose={() => setAsking(false)}
        >
          <p>
            The automatic update of this database is switched off until a person switches it on, because the next run
            would do the rest again.
          </p>
          <p>Unsubscribes cannot be undone, and nothing is sent for who has unsubscribed.</p>
        </Confirm>
      )}
    </>
  );
}
