import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { databaseKey } from "../../api/queries";
import { useDatabase } from "../../app/session";
import { TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import { say } from "../../parts/messages";
import { NewRecord } from "../NewRecord";

interface Props {
  /** The Member whose Reps are shown. */
  member: string | undefined;
  onClose: () => void;
  onMade: (id: string) => void;
}

export function NewRep({ member, onClose, onMade }: Props) {
  const database = useDatabase();
  const client = useQueryClient();
  const form = useForm();
  const [values, setValues] = useState({
    rep_id: "",
    member_id: member ?? "",
    first_name: "",
    last_name: "",
    email: "",
  });
  const field = (name: keyof typeof values, label: string) => ({
    label,
    value: values[name],
    error: form.fields[name],
    autoComplete: "off",
    onValue: (value: string) => setValues({ ...values, [name]: value }),
  });
  const add = async () => {
    const { rep_id, ...fields } = values;
    const params = { path: { database: database.id } };
    const rep = await answer(api.POST("/databases/{database}/reps", { params, body: { id: rep_id.trim(), fields } }));
    void client.invalidateQueries({ queryKey: databaseKey(database.id) });
    say(`Rep ${rep.rep_id} was added.`);
    onMade(rep.rep_id);
  };
  return (
    <NewRecord title="New Rep" action="Add Rep" form={form} onAdd={add} onClose={onClose}>
      <TextField
        {...field("rep_id", "Rep ID")}
        error={form.fields.id}
        hint="Not used by another Rep"
        required
        autoFocus
      />
      <TextField {...field("member_id", "Member ID")} hint="The Member whom the Rep represents" required />
      <TextField {...field("first_name", "First Name")} />
      <TextField {...field("last_name", "Last Name")} />
      <TextField {...field("email", "E-mail")} type="email" />
    </NewRecord>
  );
}
