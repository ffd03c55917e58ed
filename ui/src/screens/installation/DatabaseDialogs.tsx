import { type FormEvent, useId, useState } from "react";
import { answer, api } from "../../api/client";
import type { Database } from "../../api/types";
import { count } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { Dialog } from "../../parts/Dialog";
import { TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import { say } from "../../parts/messages";

interface Props {
  database: Database;
  onDone: () => Promise<void>;
  onClose: () => void;
}

export function RenameDatabase({ database, onDone, onClose }: Props) {
  const form = useForm();
  const formId = useId();
  const [name, setName] = useState(database.name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await form.send(async () => {
      await answer(api.PATCH("/databases/{database}", { params: { path: { database: database.id } }, body: { name } }));
      await onDone();
    });
    if (done) onClose();
  };
  return (
    <Dialog
      title={`Rename “${database.name}”`}
      size="small"
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} isPending={form.busy}>
            Rename
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <TextField label="Name" value={name} onValue={setName} error={form.fields.name} required autoFocus />
        <Complaint text={form.fields.name ? "" : form.problem} />
      </form>
    </Dialog>
  );
}

export function RemoveDatabase({ database, onDone, onClose }: Props) {
  const form = useForm();
  const formId = useId();
  const [typed, setTyped] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await form.send(async () => {
      await answer(
        api.DELETE("/databases/{database}", {
          params: { path: { database: database.id }, query: { confirm: typed } },
        }),
      );
      await onDone();
      say(`“${database.name}” was removed. Nothing changed in Constant Contact.`);
    });
    if (done) onClose();
  };
  const holds = `${count(database.members, "Member")}, ${count(database.reps, "Rep")}`;
  return (
    <Dialog
      title={`Remove “${database.name}”?`}
      role="alertdialog"
      size="small"
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="danger" type="submit" form={formId} isDisabled={typed !== database.name} isPending={form.busy}>
            Remove the database with everything in it
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <p>
          {holds}, all runs and settings of this database are deleted and cannot be brought back. Constant Contact is
          not touched. Export the records first if you may need them.
        </p>
        <TextField
          label={`Type “${database.name}” to confirm`}
          value={typed}
          onValue={setTyped}
          autoComplete="off"
          required
          autoFocus
        />
        <Complaint text={form.problem} />
      </form>
    </Dialog>
  );
}
