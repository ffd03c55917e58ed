import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, api } from "../api/client";
import { signedOut } from "../api/fetch";
import { isProblem } from "../api/problem";
import { sessionQuery } from "../api/queries";
import type { Session } from "../api/types";
import { Button } from "../parts/Button";
import { Complaint } from "../parts/Complaint";
import { TextField } from "../parts/form/Field";
import { useForm } from "../parts/form/useForm";
import { Mark } from "./Mark";

/** What follows every way of signing in: the address stays, so that the person returns to where the session ended. */
export function useSignedIn(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => {
    const before = client.getQueryData(sessionQuery.queryKey);
    if (before?.user !== session.user) client.clear();
    client.setQueryData(sessionQuery.queryKey, session);
    signedOut.set(false);
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" });
  };
}

/** `again` where a session has ended: the page behind it is kept. */
export function SignIn({ again }: { again?: string }) {
  const enter = useSignedIn();
  const form = useForm();
  const [name, setName] = useState(again ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState<string | null>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void form.send(async () => {
      try {
        const body = code === null ? { name, password } : { name, password, code };
        enter(await answer(api.POST("/session", { body })));
      } catch (error) {
        if (!isProblem(error, "second-factor")) throw error;
        if (code) throw error;
        setCode("");
      }
    });
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <h1>
          <Mark /> Muster
        </h1>
        <p className="muted">{again ? "Your session has ended. Sign in to go on where you were." : "Sign in"}</p>
        <TextField label="Name" value={name} onValue={setName} autoComplete="username" required autoFocus={!again} />
        <TextField
          label="Password"
          type="password"
          value={password}
          onValue={setPassword}
          autoComplete="current-password"
          required
          autoFocus={again !== undefined}
        />
        {code !== null && (
          <TextField
            label="Code of the second factor"
            hint="Six digits from your authenticator, or a recovery code."
            value={code}
            onValue={setCode}
            autoComplete="one-time-code"
            required
            autoFocus
          />
        )}
        <Complaint text={form.problem} />
        <Button look="primary" type="submit" isPending={form.busy}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
