import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "../../api/problem";
import type { Run } from "../../api/types";
import { count } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { Confirm } from "../../parts/Confirm";
import { startRun } from "../wizard/start";
import { firstRunQuery } from "./queries";

/** From a preview to the update that it shows. The first one of a database asks for the permissions by name (R25). */
export function BeginUpdate({ database, run }: { database: number; run: Run }) {
  const client = useQueryClient();
  const first = useQuery(firstRunQuery(database));
  const [asking, setAsking] = useState(false);
  const [state, setState] = useState({ busy: false, problem: "" });
  const begin = () => startRun(client, database, { selections: run.selections, previewed: run.run_id });
  const press = async () => {
    if (first.data !== false && run.new_permissions > 0) {
      setAsking(true);
      return;
    }
    setState({ busy: true, problem: "" });
    try {
      await begin();
    } catch (error) {
      setState({ busy: false, problem: messageOf(error) });
    }
  };
  const action = `Update Constant Contact account “${run.account.name || run.account.id}”`;
  return (
    <>
      <Button look="primary" isPending={state.busy || first.isPending} onPress={() => void press()}>
        {action}
      </Button>
      <Complaint text={state.problem} />
      {asking && (
        <Confirm
          title="The first update of this database"
          action={action}
          onConfirm={begin}
          onClose={() => setAsking(false)}
        >
          <p>
            {count(run.new_permissions, "new Contact")} will be stated to have given <em>implied</em> permission to be
            sent mail. That is a statement which your organisation makes.
          </p>
          <p>
            Joining a list can start its automatic mail, and an account with confirmed opt-in may ask each new Contact.
          </p>
        </Confirm>
      )}
    </>
  );
}
