import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { databaseKey, statusesQuery } from "../../api/queries";
import { useDatabase } from "../../app/session";
import { SelectField, TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import { say } from "../../parts/messages";
import { NewRecord } from "../NewRecord";

export function NewMember({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const database = useDatabase();
  const client = useQueryClient();
  const statuses = useQuery(statusesQuery(database.id));
  const form = useForm();
  const [values, setValues] = useState({ member_id: "", company: "", status: "ACT" });
  const field = (name: keyof typeof values, label: string) => ({
    label,
    value: values[name],
    error: form.fields[name],
    onValue: (value: string) => setValues({ ...values, [name]: value }),
  });
  const add = async () => {
    const { member_id, ...fields } = values;
    const params = { path: { database: database.id } };
    const body = { id: member_id.trim(), fields };
    const member = await answer(api.POST("/databases/{database}/members", { params, body }));
    void client.invalidateQueries({ queryKey: databaseKey(database.id) });
    say(`Member ${member.member_id} was added.`);
    onMade(member.member_id);
  };
  const choices = (statuses.data ?? []).map(({ code, description }) => ({
    value: code,
    text: description ? `${description} (${code})` : code,
  }));
  return (
    <NewRecord title="New Member" action="Add Member" form={form} onAdd={add} onClose={onClose}>
      <TextField
        {...field("member_id", "Member ID")}
        error={form.fields.id}
        hint="Not used by another Member"
        autoComplete="off"
        required
        autoFocus
      />
      <TextField {...field("company", "Company")} autoComplete="off" required />
      <SelectField {...field("status", "Member Status")} choices={choices} required />
    </NewRecord>
  );
}
