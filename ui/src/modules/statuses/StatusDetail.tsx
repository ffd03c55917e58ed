import { type FormEvent, useState } from "react";
import { answer, api } from "../../api/client";
import type { MemberStatus } from "../../api/types";
import { useDatabase, useMay } from "../../app/session";
import { count } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { CheckField, TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import { Link } from "../../parts/Link";
import { say } from "../../parts/messages";
import { address } from "../../router/routes";
import { flags } from "./columns";

type Change = Partial<Omit<MemberStatus, "code" | "members">>;

export function StatusDetail({ status, onSaved }: { status: MemberStatus | undefined; onSaved: () => void }) {
  const database = useDatabase();
  const mayEdit = useMay("edit");
  const form = useForm();
  const [change, setChange] = useState<Change>({});
  if (!status) return null;
  const shown = { ...status, ...change };
  const dirty = (Object.keys(change) as (keyof Change)[]).some((name) => change[name] !== status[name]);
  const movesPeople = shown.active_member !== status.active_member && status.members > 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const path = { database: database.id, code: status.code };
    const saved = await form.send(() =>
      answer(api.PUT("/databases/{database}/statuses/{code}", { params: { path }, body: change })),
    );
    if (!saved) return;
    setChange({});
    say(`Member Status ${status.code} was saved.`);
    onSaved();
  };
  return (
    <form className="record" onSubmit={submit}>
      <header className="record-head">
        <h2>{status.description || status.code}</h2>
        <p className="record-notes">
          <span className="muted">Code {status.code}</span>
          <Link to={address("members", { database: String(database.id) }, { status: status.code })}>
            {count(status.members, "Member")}
          </Link>
        </p>
      </header>
      <div className="record-body">
        <div className="field-grid">
          <TextField
            label="Description"
            value={shown.description}
            onValue={(description) => setChange({ ...change, description })}
            error={form.fields.description}
            disabled={!mayEdit}
          />
        </div>
        <div className="flags">
          {flags.map(({ name, label, hint }) => (
            <CheckField
              key={name}
              label={label}
              hint={hint || undefined}
              checked={shown[name]}
              disabled={!mayEdit}
              onChecked={(checked) => setChange({ ...change, [name]: checked })}
            />
          ))}
        </div>
      </div>
      <Complaint text={form.problem} />
      {movesPeople && (
        <p className="field-hint">
          The next update {shown.active_member ? "puts" : "takes"} the Reps of {count(status.members, "Member")}{" "}
          {shown.active_member ? "on" : "off"} Active Members.
        </p>
      )}
      {dirty && (
        <footer className="record-foot">
          <p>Not saved yet</p>
          <Button onPress={() => setChange({})}>Cancel</Button>
          <Button look="primary" type="submit" isPending={form.busy}>
            Save
          </Button>
        </footer>
      )}
    </form>
  );
}
