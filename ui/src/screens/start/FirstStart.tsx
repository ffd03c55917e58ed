import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, api } from "../../api/client";
import { signedOut } from "../../api/fetch";
import { sessionQuery, setupQuery } from "../../api/queries";
import { Mark } from "../../app/Mark";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import { navigate } from "../../router/history";

/** From nothing: the one-time link that the server printed makes the first administrator. */
export function FirstStart({ link }: { link: string }) {
  const client = useQueryClient();
  const form = useForm();
  const [typed, setTyped] = useState("");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const token = link || typed.slice(typed.indexOf("#") + 1).trim();
    void form.send(async () => {
      const session = await answer(api.POST("/setup", { body: { token, name, password } }));
      signedOut.set(false);
      client.setQueryData(sessionQuery.queryKey, session);
      void client.invalidateQueries({ queryKey: setupQuery.queryKey });
      navigate("/databases", { replace: true });
    });
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit}>
        <h1>
          <Mark /> Welcome to Muster
        </h1>
        <p>Make the first administrator: the person who adds databases and lets other people in.</p>
        {link === "" && (
          <TextField
            label="One-time link"
            hint="The address that “muster serve” printed when it started."
            value={typed}
            onValue={setTyped}
            error={form.fields.token}
            autoComplete="off"
            required
          />
        )}
        <TextField
          label="Your name"
          value={name}
          onValue={setName}
          error={form.fields.name}
          autoComplete="username"
          required
          autoFocus
        />
        <TextField
          label="Password"
          type="password"
          hint="At least 8 characters. Several words make a good one."
          minLength={8}
          value={password}
          onValue={setPassword}
          error={form.fields.password}
          autoComplete="new-password"
          required
        />
        <Complaint text={form.problem} />
        <Button look="primary" type="submit" isPending={form.busy}>
          Create the administrator
        </Button>
      </form>
    </main>
  );
}
