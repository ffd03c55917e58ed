import { useState } from "react";
import { download } from "../../api/client";
import { databaseKey } from "../../api/queries";
import type { MemberRow } from "../../api/types";
import { useDatabase, useMay } from "../../app/session";
import { Button } from "../../parts/Button";
import { EmptyState } from "../../parts/EmptyState";
import type { MenuSpec } from "../../parts/menu/MenuBar";
import { complain } from "../../parts/messages";
import { usePagedRows } from "../../parts/table/usePagedRows";
import { go } from "../../router/history";
import { ModulePane } from "../ModulePane";
import { useListState } from "../useListState";
import { useSelection } from "../useSelection";
import { memberColumns } from "./columns";
import { DeleteMember } from "./DeleteMember";
import { MemberDetail } from "./MemberDetail";
import { fetchMembers, isMemberSort, memberRestrictionsOf } from "./member-list";
import { NewMember } from "./NewMember";

const idOf = (row: MemberRow) => row.member_id;

export default function MembersModule() {
  const database = useDatabase();
  const params = { database: String(database.id) };
  const mayEdit = useMay("edit");
  const list = useListState({ by: "file_by", descending: false });
  const { search, sort } = list;
  const restrictions = memberRestrictionsOf(list.query);
  const [dialog, setDialog] = useState<"new" | "delete" | null>(null);

  const by = isMemberSort(sort.by) ? sort.by : "file_by";
  const asked = { ...restrictions, ...(search ? { search } : {}), sort: by, descending: sort.descending };
  const source = usePagedRows<MemberRow>({
    queryKey: [...databaseKey(database.id), "members", asked],
    fetchPage: (offset, limit, signal) => fetchMembers(database.id, { ...asked, offset, limit }, signal),
    idOf,
  });
  const [selection, setSelection] = useSelection(list, JSON.stringify([restrictions, search]));
  const filtered = search !== "" || Object.keys(restrictions).length > 0;
  const one = !selection.all && selection.ids.size === 1 ? [...selection.ids][0] : undefined;
  const reasonOne = one === undefined ? "Select one Member." : undefined;
  const showReps = () => one !== undefined && go("reps", params, { member: one });

  const edit = [
    { id: "new", label: "New Row", action: () => setDialog("new") },
    { id: "delete", label: "Delete Row", action: () => setDialog("delete"), reason: reasonOne },
  ];
  const output: MenuSpec = {
    id: "output",
    label: "Output",
    items: [
      {
        id: "csv",
        label: "Members as CSV",
        action: () =>
          void download(`/databases/${database.id}/exports/members?for_spreadsheet=true`, "members.csv").catch(
            complain,
          ),
      },
    ],
  };
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
          reason: filtered ? undefined : "All are shown.",
          apart: mayEdit,
        },
        { id: "reps", label: "Show Its Reps", action: showReps, reason: reasonOne, apart: true },
      ],
    },
    ...(mayEdit ? [output] : []),
  ];
  const { status, active } = restrictions;
  return (
    <>
      <ModulePane
        name="members"
        crumbs={[{ title: "Members" }]}
        menus={menus}
        noun={["Member", "Members"]}
        list={list}
        columns={memberColumns}
        source={source}
        idOf={idOf}
        selection={selection}
        onSelection={setSelection}
        onDelete={mayEdit && one !== undefined ? () => setDialog("delete") : undefined}
        restrictions={[
          ...(status === undefined
            ? []
            : [{ text: `Member Status ${status}`, lift: () => list.restrict({ status: "" }) }]),
          ...(active === undefined
            ? []
            : [{ text: active ? "Active" : "Not active", lift: () => list.restrict({ active: "" }) }]),
        ]}
        empty={<NoMembers filtered={filtered} showAll={list.showAll} onImport={() => go("importRecords", params)} />}
        detail={(id) => <MemberDetail key={id} id={id} tab={list.tab} onTab={list.setTab} />}
      />
      {dialog === "new" && <NewMember onClose={() => setDialog(null)} onMade={list.openDetail} />}
      {dialog === "delete" && one !== undefined && (
        <DeleteMember id={one} onClose={() => setDialog(null)} onDone={list.unselect} />
      )}
    </>
  );
}

interface NoMembersProps {
  filtered: boolean;
  showAll: () => void;
  onImport: () => void;
}

function NoMembers({ filtered, showAll, onImport }: NoMembersProps) {
  const mayEdit = useMay("edit");
  if (filtered) {
    return (
      <EmptyState icon="search" title="No Member matches">
        <p>No Member of this database fits the search and the restrictions of the list.</p>
        <Button onPress={showAll}>Show All</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="building" title="No Members yet">
      <p>Members are usually businesses. Each is represented by its Reps.</p>
      {mayEdit && (
        <>
          <p>Bring them from CSV files, or enter them one by one: Record, New Row.</p>
          <Button look="primary" onPress={onImport}>
            Import
          </Button>
        </>
      )}
    </EmptyState>
  );
}
