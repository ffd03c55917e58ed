import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { answer, api } from "../api/client";
import { freshSignIn } from "../api/fetch";
import { sessionQuery } from "../api/queries";
import { useStore } from "../base/store";
import { Button } from "../parts/Button";
import { Complaint } from "../parts/Complaint";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/form/Field";
import { useForm } from "../parts/form/useForm";
import { useSession } from "./session";

/** Asks for the password where a request needs a fresh sign-in; that request then goes again by itself. */
export function FreshSignIn() {
  const waiting = useStore(freshSignIn);
  return waiting && <Ask onDone={waiting} />;
}

function Ask({ onDone }: { onDone: (given: boolean) => void }) {
  const { user } = useSession();
  const client = useQueryClient();
  const form = useForm();
  const formId = useId();
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void form.send(async () => {
      client.setQueryData(sessionQuery.queryKey, await answer(api.POST("/session/fresh", { body: { password } })));
      onDone(true);
    });
  };
  return (
    <Dialog
      title="Your password once more"
      size="small"
      onClose={() => onDone(false)}
      buttons={
        <>
          <Button onPress={() => onDone(false)}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} isPending={form.busy}>
            Go on
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <p>What you are about to do needs a fresh sign-in. Nothing has been done yet.</p>
        <input type="hidden" autoComplete="username" value={user} />
        <TextField
          label={`Password of ${user}`}
          type="password"
          value={password}
          onValue={setPassword}
          autoComplete="current-password"
          required
          autoFocus
        />
        <Complaint text={form.problem} />
      </form>
    </Dialog>
  );
}
