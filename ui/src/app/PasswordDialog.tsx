import { type FormEvent, useId, useState } from "react";
import { answer, api } from "../api/client";
import { Button } from "../parts/Button";
import { Complaint } from "../parts/Complaint";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/form/Field";
import { useForm } from "../parts/form/useForm";
import { say } from "../parts/messages";
import { useSession } from "./session";

const shortest = 8; // characters; the server has the last word

export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { user } = useSession();
  const form = useForm();
  const formId = useId();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await form.send(() => answer(api.PUT("/session/password", { body: { current, password } })))) {
      say("Your password was changed. You are signed out everywhere else.");
      onClose();
    }
  };
  return (
    <Dialog
      title="Change Password"
      size="small"
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} isPending={form.busy}>
            Change password
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <input type="hidden" autoComplete="username" value={user} />
        <TextField
          label="Present password"
          type="password"
          autoComplete="current-password"
          value={current}
          onValue={setCurrent}
          error={form.fields.current}
          required
          autoFocus
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint={`At least ${shortest} characters. Several words make a good one.`}
          minLength={shortest}
          value={password}
          onValue={setPassword}
          error={form.fields.password}
          required
        />
        <Complaint text={form.problem} />
      </form>
    </Dialog>
  );
}
