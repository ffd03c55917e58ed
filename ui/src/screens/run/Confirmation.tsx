import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "../../api/problem";
import type { Run } from "../../api/types";
import { count, format } from "../../base/format";
import { Complaint } from "../../parts/Complaint";
import { ConfirmNumber } from "../../parts/Confirm";
import { startRun } from "../wizard/start";

/** A run that the removal guard stopped (R26): the number is typed, then a new run starts with the same selections. */
export function Confirmation({ database, run }: { database: number; run: Run }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const planned = run.removals.planned;
  const account = run.account.name || run.account.id;
  const confirm = async (removals: number) => {
    setBusy(true);
    setProblem("");
    try {
      await startRun(client, database, { confirm: { run_id: run.run_id, removals } });
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <section className="confirmation" aria-labelledby="confirmation-title">
      <h2 id="confirmation-title">Needs confirmation</h2>
      <p>
        {count(planned, "Contact")} would come off Active Members of the account “{account}”;{" "}
        {format.number(run.removals.limit)} are allowed without asking. Nothing was sent. Look at their names below. If
        they are right, confirm the number: a new run starts with the same selections, and goes on only if it takes off
        at most so many.
      </p>
      {run.can.confirm ? (
        <ConfirmNumber
          number={planned}
          what="Contacts that come off"
          action={`Take ${count(planned, "Contact")} off Active Members in Constant Contact account “${account}”`}
          busy={busy}
          onConfirm={(number) => void confirm(number)}
        />
      ) : (
        <p className="muted">
          It can no longer be confirmed here: a later run took its place, or you may not run updates.
        </p>
      )}
      <Complaint text={problem} />
    </section>
  );
}
