import { type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { dashboardQuery, databaseKey } from "../api/queries";
import { useDatabase, useMay } from "../app/session";
import { count } from "../base/format";
import { Button } from "../parts/Button";
import { Confirm } from "../parts/Confirm";
import { EmptyState } from "../parts/EmptyState";
import { TextField } from "../parts/form/Field";
import { useForm } from "../parts/form/useForm";
import type { IconName } from "../parts/Icon";
import type { MenuSpec } from "../parts/menu/MenuBar";
import { say } from "../parts/messages";
import type { Column } from "../parts/table/columns";
import { useLocalRows } from "../parts/table/useLocalRows";
import { go } from "../router/history";
import { ModulePane } from "./ModulePane";
import { NameDetail } from "./NameDetail";
import { NewRecord } from "./NewRecord";
import { useListState } from "./useListState";
import { useSelection } from "./useSelection";

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

const idOf = (row: Named) => row.name;
const text = (row: Named) => row.name;
const sortValue = (row: Named, by: string): string | number => {
  const value: unknown = (row as unknown as Record<string, unknown>)[by];
  return typeof value === "number" ? value : String(value ?? "");
};

/** A module for a table of names that Reps carry: Rep Groups, Rep Attributes. */
export function NamesModule<Row extends Named>(props: NamesProps<Row>) {
  const { kind, query, columns } = props;
  const database = useDatabase();
  const client = useQueryClient();
  const mayEdit = useMay("edit");
  const list = useListState({ by: "name", descending: false });
  const found = useQuery<Row[]>(query as Parameters<typeof useQuery<Row[]>>[0]);
  const [dialog, setDialog] = useState<"new" | "delete" | null>(null);
  const source = useLocalRows<Row>({
    rows: found.data,
    text,
    sortValue,
    idOf,
    search: list.search,
    sort: list.sort,
    problem: found.error,
    retry: () => void found.refetch(),
  });
  const [selection, setSelection] = useSelection(list, list.search);
  const selectedName = !selection.all && selection.ids.size === 1 ? [...selection.ids][0] : undefined;
  const selected = found.data?.find((row) => row.name === selectedName);
  const changed = () => {
    void client.invalidateQueries({ queryKey: databaseKey(database.id) });
    void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
  };
  const reasonOne = selected ? undefined : `Select one ${kind.noun[0]}.`;
  const showReps = () =>
    selected && go("reps", { database: String(database.id) }, { [kind.restriction]: selected.name });
  const edit = [
    { id: "new", label: "New Row", action: () => setDialog("new") },
    {
      id: "delete",
      label: "Delete Row",
      action: () => setDialog("delete"),
      reason: reasonOne ?? (selected && (props.locked(selected) ?? undefined)),
    },
  ];
  const menus: MenuSpec[] = [
    {
      id: "record",
      label: "Record",
      items: [
        ...(mayEdit ? edit : []),
        {
          id: "all",
          label: "Show All",
          action: list.showAll,
          reason: list.search ? undefined : "All are shown.",
          apart: mayEdit,
        },
        { id: "reps", label: "Show Its Reps", action: showReps, reason: reasonOne, apart: true },
      ],
    },
  ];
  const mayDelete = mayEdit && selected !== undefined && props.locked(selected) === null;
  return (
    <>
      <ModulePane<Row>
        name={kind.restriction}
        crumbs={[{ title: kind.noun[1] }]}
        menus={menus}
        noun={kind.noun}
        list={list}
        columns={columns}
        source={source}
        idOf={idOf}
        selection={selection}
        onSelection={setSelection}
        onDelete={mayDelete ? () => setDialog("delete") : undefined}
        empty={
          list.search ? (
            <EmptyState icon="search" title={`No ${kind.noun[0]} matches`}>
              <Button onPress={list.showAll}>Show All</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={kind.icon} title={`No ${kind.noun[1]} yet`}>
              <p>{kind.teaches}</p>
              {mayEdit && (
                <Button look="primary" onPress={() => setDialog("new")}>
                  New {kind.noun[0]}
                </Button>
              )}
            </EmptyState>
          )
        }
        detail={(name) => (
          <NameDetail
            key={name}
            {...props}
            row={found.data?.find((row) => row.name === name)}
            onRenamed={(to) => {
              changed();
              list.select(to, list.at);
            }}
          />
        )}
      />
      {dialog === "new" && (
        <NewName
          kind={kind}
          add={props.add}
          onClose={() => setDialog(null)}
          onMade={(name) => {
            changed();
            list.select(name, 0);
          }}
        />
      )}
      {dialog === "delete" && selected && (
        <Confirm
          title="Delete Row"
          danger
          action={`Delete ${selected.name}`}
          onClose={() => setDialog(null)}
          onConfirm={async () => {
            await props.remove(selected.name);
            say(`${selected.name} was deleted.`);
            list.unselect();
            changed();
          }}
        >
          <p>
            {selected.name} is deleted for good. {count(selected.reps, "Rep")} {selected.reps === 1 ? "has" : "have"}{" "}
            it. {kind.deleting}
          </p>
        </Confirm>
      )}
    </>
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
