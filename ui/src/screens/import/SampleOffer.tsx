import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import { dashboardQuery, databaseKey, sessionQuery } from "../../api/queries";
import { count } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { say } from "../../parts/messages";
import { go } from "../../router/history";

/** For a database without records: an invented chamber to look around in. */
export function SampleOffer({ database }: { database: number }) {
  const client = useQueryClient();
  const [state, setState] = useState({ busy: false, problem: "" });
  const load = async () => {
    setState({ busy: true, problem: "" });
    try {
      const { members, reps } = await answer(
        api.POST("/databases/{database}/sample", { params: { path: { database } } }),
      );
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      void client.invalidateQueries({ queryKey: databaseKey(database) });
      void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
      say(`The sample chamber has ${count(members, "Member")} and ${count(reps, "Rep")}.`);
      go("reps", { database: String(database) });
    } catch (error) {
      setState({ busy: false, problem: messageOf(error) });
    }
  };
  return (
    <section className="sample-offer" aria-label="Sample">
      <p>Or look around first, with an invented chamber:</p>
      <Button isPending={state.busy} onPress={() => void load()}>
        Load the sample chamber
      </Button>
      <Complaint text={state.problem} />
    </section>
  );
}
