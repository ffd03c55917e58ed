import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { answer, api } from "../../api/client";
import { signedOut } from "../../api/fetch";
import { messageOf } from "../../api/problem";
import { sessionQuery } from "../../api/queries";
import { EmptyState } from "../../parts/EmptyState";
import { Link } from "../../parts/Link";
import { Progress } from "../../parts/Progress";
import { navigate } from "../../router/history";

/** A one-time link that signs in, as `muster demo` prints one. */
export function LinkSignIn({ token }: { token: string }) {
  const client = useQueryClient();
  const used = useRef(false);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    if (used.current) return; // it works once
    used.current = true;
    answer(api.POST("/session/link", { body: { token } }))
      .then((session) => {
        signedOut.set(false);
        client.setQueryData(sessionQuery.queryKey, session);
        navigate("/", { replace: true });
      })
      .catch((error: unknown) => setProblem(messageOf(error)));
  }, [client, token]);
  if (problem === "") return <Progress label="Signing in" />;
  return (
    <EmptyState icon="warning" title="This link does not sign you in">
      <p role="alert">{problem}</p>
      <p>
        <Link to="/">Sign in with name and password</Link>
      </p>
    </EmptyState>
  );
}
