import { type FormEvent, useState } from "react";
import { useMay } from "../app/session";
import { Button } from "../parts/Button";
import { Complaint } from "../parts/Complaint";
import { TextField } from "../parts/form/Field";
import { useForm } from "../parts/form/useForm";
import { say } from "../parts/messages";
import { Tabs } from "../parts/Tabs";
import type { Named, NamesProps } from "./NamesModule";
import { RepsOf } from "./RepsOf";

interface Props<Row extends Named> extends NamesProps<Row> {
  row: Row | undefined;
  onRenamed: (to: string) => void;
}

/** The Detail View of a Rep Group or Rep Attribute: its name, and its Reps. */
export function NameDetail<Row extends Named>(props: Props<Row>) {
  const { kind, row, note } = props;
  const [tab, setTab] = useState("general");
  if (!row) return null;
  const remark = note(row);
  return (
    <div className="record">
      <header className="record-head">
        <h2>{row.name}</h2>
      </header>
      <div className="record-body">
        <Tabs
          label={`Pages of the ${kind.noun[0]}`}
          selected={tab}
          onSelect={setTab}
          pages={[
            {
              id: "general",
              title: "General",
              content: (
                <>
                  <Rename {...props} row={row} />
                  {remark && <p className="muted">{remark}</p>}
                </>
              ),
            },
            {
              id: "reps",
              title: "Reps",
              note: String(row.reps),
              content: (
                <RepsOf
                  of={{ [kind.restriction]: row.name }}
                  nobody="Nobody yet. In the Reps module, select Reps and take a Procedure."
                />
              ),
            },
          ]}
        />
      </div>
    </div>
  );
}

function Rename<Row extends Named>({ kind, row, locked, rename, onRenamed }: Props<Row> & { row: Row }) {
  const mayEdit = useMay("edit");
  const form = useForm();
  const [name, setName] = useState(row.name);
  const fixed = !mayEdit || locked(row) !== null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const to = name.trim();
    if (!(await form.send(() => rename(row.name, to)))) return;
    say(`${row.name} is now called ${to}.`);
    onRenamed(to);
  };
  const changed = name.trim() !== row.name && name.trim() !== "";
  return (
    <form className="rename" onSubmit={submit}>
      <TextField
        label="Name"
        value={name}
        onValue={setName}
        error={form.fields.name}
        maxLength={255}
        disabled={fixed}
        hint={changed ? kind.renaming : undefined}
      />
      <Complaint text={form.fields.name ? "" : form.problem} />
      {changed && (
        <div className="side-by-side">
          <Button onPress={() => setName(row.name)}>Cancel</Button>
          <Button look="primary" type="submit" isPending={form.busy}>
            Rename
          </Button>
        </div>
      )}
    </form>
  );
}
