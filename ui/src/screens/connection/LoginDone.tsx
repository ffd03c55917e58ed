import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import { databaseKey, sessionQuery } from "../../api/queries";
import { Button } from "../../parts/Button";
import { EmptyState } from "../../parts/EmptyState";
import { say } from "../../parts/messages";
import { Progress } from "../../parts/Progress";
import { navigate, useRoute } from "../../router/history";
import { placeBeforeLogin } from "./login";

/** Constant Contact's page has sent the person back: hands its answer over, then goes to where the person was. */
export default function LoginDone() {
  const { query } = useRoute();
  const client = useQueryClient();
  const handed = useRef(false);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    if (handed.current) return; // a code works once
    handed.current = true;
    const { state = "", code, error, error_description } = query;
    const body = {
      state,
      ...(code ? { code } : {}),
      ...(error ? { error } : {}),
      ...(error_description ? { error_description } : {}),
    };
    answer(api.POST("/login-answers", { body }))
      .then(async ({ database, account_name, account_id, renewable }) => {
        await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        void client.invalidateQueries({ queryKey: databaseKey(database) });
        say(`Connected to the Constant Contact account “${account_name || account_id}”.`);
        if (!renewable)
          say("Constant Contact gave a permission that ends within a day. Connect again tomorrow.", "bad");
        navigate(placeBeforeLogin(`/databases/${database}/connection`), { replace: true });
      })
      .catch((reason: unknown) => setProblem(messageOf(reason)));
  }, [query, client]);
  if (problem === "") return <Progress label="Connecting" />;
  return (
    <EmptyState icon="plug" title="Not connected">
      <p role="alert">{problem}</p>
      <p>Nothing was changed.</p>
      <Button look="primary" onPress={() => navigate(placeBeforeLogin("/"), { replace: true })}>
        Go back
      </Button>
    </EmptyState>
  );
}
