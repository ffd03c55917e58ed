import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { databaseKey, statusesQuery } from "../../api/queries";
import type { MemberStatus } from "../../api/types";
import { useDatabase, useMay } from "../../app/session";
import { count } from "../../base/format";
import { Button } from "../../parts/Button";
import { Confirm } from "../../parts/Confirm";
import { EmptyState } from "../../parts/EmptyState";
import { TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import type { MenuSpec } from "../../parts/menu/MenuBar";
import { say } from "../../parts/messages";
import { useLocalRows } from "../../parts/table/useLocalRows";
import { go } from "../../router/history";
import { ModulePane } from "../ModulePane";
import { NewRecord } from "../NewRecord";
import { useListState } from "../useListState";
import { useSelection } from "../useSelection";
import { statusColumns, statusSortValue } from "./columns";
import { StatusDetail } from "./StatusDetail";

const idOf = (row: MemberStatus) => row.code;
const text = (row: MemberStatus) => `${row.code} ${row.description}`;

export default function StatusesModule() {
  const database = useDatabase();
  const params = { database: String(database.id) };
  const client = useQueryClient();
  const mayEdit = useMay("edit");
  const list = useListState({ by: "code", descending: false });
  const found = useQuery(statusesQuery(database.id));
  const [dialog, setDialog] = useState<"new" | "delete" | null>(null);
  const source = useLocalRows<MemberStatus>({
    rows: found.data,
    text,
    sortValue: statusSortValue,
    idOf,
    search: list.search,
    sort: list.sort,
    problem: found.error,
    retry: () => void found.refetch(),
  });
  const [selection, setSelection] = useSelection(list, list.search);
  const code = !selection.all && selection.ids.size === 1 ? [...selection.ids][0] : undefined;
  const selected = found.data?.find((row) => row.code === code);
  const reasonOne = selected ? undefined : "Select one Member Status.";
  const inUse = selected && selected.members > 0 ? `${count(selected.members, "Member")} have it.` : undefined;
  const changed = () => void client.invalidateQueries({ queryKey: databaseKey(database.id) });

  const edit = [
    { id: "new", label: "New Row", action: () => setDialog("new") },
    { id: "delete", label: "Delete Row", action: () => setDialog("delete"), reason: reasonOne ?? inUse },
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
        {
          id: "members",
          label: "Show Its Members",
          action: () => selected && go("members", params, { status: selected.code }),
          reason: reasonOne,
          apart: true,
        },
      ],
    },
  ];
  return (
    <>
      <ModulePane<MemberStatus>
        name="statuses"
        crumbs={[{ title: "Member Statuses" }]}
        menus={menus}
        noun={["Member Status", "Member Statuses"]}
        list={list}
        columns={statusColumns}
        source={source}
        idOf={idOf}
        selection={selection}
        onSelection={setSelection}
        onDelete={mayEdit && selected && !inUse ? () => setDialog("delete") : undefined}
        empty={
          <EmptyState icon="table" title="No Member Status">
            <Button onPress={list.showAll}>Show All</Button>
          </EmptyState>
        }
        detail={(id) => <StatusDetail key={id} status={found.data?.find((row) => row.code === id)} onSaved={changed} />}
      />
      {dialog === "new" && (
        <NewStatus
          onClose={() => setDialog(null)}
          onMade={(made) => {
            changed();
            list.select(made, 0);
          }}
        />
      )}
      {dialog === "delete" && selected && (
        <Confirm
          title="Delete Row"
          danger
          action={`Delete ${selected.code}`}
          onClose={() => setDialog(null)}
          onConfirm={async () => {
            const path = { database: database.id, code: selected.code };
            await answer(api.DELETE("/databases/{database}/statuses/{code}", { params: { path } }));
            say(`Member Status ${selected.code} was deleted.`);
            list.unselect();
            changed();
          }}
        >
          <p>The Member Status {selected.description || selected.code} is deleted for good. No Member has it.</p>
        </Confirm>
      )}
    </>
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
