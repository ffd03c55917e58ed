import { useState } from "react";
import { answer, api } from "../../api/client";
import { statusesQuery } from "../../api/queries";
import type { MemberStatus } from "../../api/types";
import { useDatabase } from "../../app/session";
import { count } from "../../base/format";
import { TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import { say } from "../../parts/messages";
import { go } from "../../router/history";
import { NewRecord } from "../NewRecord";
import { ValueTable } from "../ValueTable";
import { statusColumns } from "./columns";
import { StatusDetail } from "./StatusDetail";

export default function StatusesModule() {
  const database = useDatabase();
  return (
    <ValueTable<MemberStatus>
      name="statuses"
      noun={["Member Status", "Member Statuses"]}
      query={statusesQuery(database.id)}
      columns={statusColumns}
      sort="code"
      idOf={({ code }) => code}
      text={({ code, description }) => `${code} ${description}`}
      locked={({ members }) =>
        members > 0 ? `${count(members, "Member")} ${members === 1 ? "has" : "have"} it.` : null
      }
      show={{
        label: "Show Its Members",
        action: ({ code }) => go("members", { database: String(database.id) }, { status: code }),
      }}
      detail={(status, changed) => <StatusDetail key={status?.code} status={status} onSaved={changed} />}
      newRow={(onClose, onMade) => <NewStatus onClose={onClose} onMade={onMade} />}
      deleting={({ code, description }) =>
        `The Member Status ${description || code} is deleted for good. No Member has it.`
      }
      remove={({ code }) => {
        const path = { database: database.id, code };
        return answer(api.DELETE("/databases/{database}/statuses/{code}", { params: { path } }));
      }}
    />
  );
}

function NewStatus({ onClose, onMade }: { onClose: () => void; onMade: (code: string) => void }) {
  const database = useDatabase();
  const form = useForm();
  const [code, setCode] = useState("");
  const [description, setDescription] = useState("");
  const add = async () => {
    const path = { database: database.id, code: code.trim() };
    await answer(api.PUT("/databases/{database}/statuses/{code}", { params: { path }, body: { description } }));
    say(`Member Status ${code.trim()} was added. Say what it means in its details.`);
    onMade(code.trim());
  };
  return (
    <NewRecord title="New Member Status" action="Add Member Status" form={form} onAdd={add} onClose={onClose}>
      <TextField
        label="Code"
        value={code}
        onValue={setCode}
        error={form.fields.code}
        maxLength={255}
        required
        autoFocus
      />
      <TextField
        label="Description"
        value={description}
        onValue={setDescription}
        error={form.fields.description}
        maxLength={255}
      />
    </NewRecord>
  );
}
