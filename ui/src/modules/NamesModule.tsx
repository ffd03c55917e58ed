import type { QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { useDatabase, useMay } from "../app/session";
import { count } from "../base/format";
import { Button } from "../parts/Button";
import { EmptyState } from "../parts/EmptyState";
import { TextField } from "../parts/form/Field";
import { useForm } from "../parts/form/useForm";
import type { IconName } from "../parts/Icon";
import { say } from "../parts/messages";
import type { Column } from "../parts/table/columns";
import { go } from "../router/history";
import { NameDetail } from "./NameDetail";
import { NewRecord } from "./NewRecord";
import { ValueTable } from "./ValueTable";

export interface Named {
  name: string;
  reps: number;
}

export interface NameKind {
  noun: readonly [string, string];
  /** What the List View of Reps is restricted by. */
  restriction: "group" | "attribute";
  icon: IconName;
  /** What it is for. */
  teaches: string;
  renaming: string;
  deleting: string;
}

export interface NamesProps<Row extends Named> {
  kind: NameKind;
  query: { queryKey: QueryKey; queryFn?: unknown };
  columns: readonly Column<Row>[];
  note: (row: Row) => string | null;
  /** Why it cannot be renamed or deleted. */
  locked: (row: Row) => string | null;
  add: (name: string) => Promise<unknown>;
  rename: (from: string, to: string) => Promise<unknown>;
  remove: (name: string) => Promise<unknown>;
}

const nameOf = (row: Named) => row.name;

/** A module for a table of names that Reps carry: Rep Groups, Rep Attributes. */
export function NamesModule<Row extends Named>(props: NamesProps<Row>) {
  const { kind } = props;
  const database = useDatabase();
  const mayEdit = useMay("edit");
  const showReps = ({ name }: Row) => go("reps", { database: String(database.id) }, { [kind.restriction]: name });
  return (
    <ValueTable<Row>
      name={kind.restriction}
      noun={kind.noun}
      query={props.query}
      columns={props.columns}
      sort="name"
      idOf={nameOf}
      text={nameOf}
      locked={props.locked}
      show={{ label: "Show Its Reps", action: showReps }}
      whenEmpty={(add) => (
        <EmptyState icon={kind.icon} title={`No ${kind.noun[1]} yet`}>
          <p>{kind.teaches}</p>
          {mayEdit && (
            <Button look="primary" onPress={add}>
              New {kind.noun[0]}
            </Button>
          )}
        </EmptyState>
      )}
      detail={(row, changed) => <NameDetail key={row?.name} {...props} row={row} onRenamed={changed} />}
      newRow={(onClose, onMade) => <NewName kind={kind} add={props.add} onClose={onClose} onMade={onMade} />}
      deleting={({ name, reps }) => (
        <>
          {name} is deleted for good. {count(reps, "Rep")} {reps === 1 ? "has" : "have"} it. {kind.deleting}
        </>
      )}
      remove={({ name }) => props.remove(name)}
    />
  );
}

interface NewNameProps {
  kind: NameKind;
  add: (name: string) => Promise<unknown>;
  onClose: () => void;
  onMade: (name: string) => void;
}

function NewName({ kind, add, onClose, onMade }: NewNameProps) {
  const form = useForm();
  const [name, setName] = useState("");
  const noun = kind.noun[0];
  const onAdd = async () => {
    await add(name.trim());
    say(`${name.trim()} was added.`);
    onMade(name.trim());
  };
  return (
    <NewRecord title={`New ${noun}`} action={`Add ${noun}`} form={form} onAdd={onAdd} onClose={onClose}>
      <TextField
        label="Name"
        value={name}
        onValue={setName}
        error={form.fields.name}
        maxLength={255}
        required
        autoFocus
      />
      <p className="muted">{kind.teaches}</p>
    </NewRecord>
  );
}
