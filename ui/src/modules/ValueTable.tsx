import { type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { dashboardQuery, databaseKey } from "../api/queries";
import { useDatabase, useMay } from "../app/session";
import { Button } from "../parts/Button";
import { Confirm } from "../parts/Confirm";
import { EmptyState } from "../parts/EmptyState";
import type { MenuSpec } from "../parts/menu/MenuBar";
import { say } from "../parts/messages";
import type { Column } from "../parts/table/columns";
import { nothing, only } from "../parts/table/selection";
import { useLocalRows } from "../parts/table/useLocalRows";
import { ModulePane } from "./ModulePane";
import { useListState } from "./useListState";
import { useSelection } from "./useSelection";

export interface ValueTableProps<Row> {
  /** Names the kept columns. */
  name: string;
  noun: readonly [string, string];
  query: { queryKey: QueryKey; queryFn?: unknown };
  columns: readonly Column<Row>[];
  /** The column that it is sorted by at first. */
  sort: string;
  idOf: (row: Row) => string;
  /** What a search looks at. */
  text: (row: Row) => string;
  /** Why it cannot be deleted. */
  locked: (row: Row) => string | null;
  /** To the records that have the value: "Show Its Reps". */
  show: { label: string; action: (row: Row) => void };
  /** While there is nothing at all; undefined where that cannot be. */
  whenEmpty?: ((add: () => void) => ReactNode) | undefined;
  detail: (row: Row | undefined, changed: (id?: string) => void) => ReactNode;
  /** The dialog for a new one. */
  newRow: (onClose: () => void, onMade: (id: string) => void) => ReactNode;
  /** What it means that it is deleted. */
  deleting: (row: Row) => ReactNode;
  remove: (row: Row) => Promise<unknown>;
}

function sortValue<Row>(row: Row, by: string): string | number {
  const value: unknown = row[by as keyof Row];
  if (typeof value === "boolean") return value ? 0 : 1;
  return typeof value === "number" ? value : String(value ?? "");
}

/** A module for a table of values that records have: Member Statuses, Rep Groups, Rep Attributes. */
export function ValueTable<Row>(props: ValueTableProps<Row>) {
  const { noun, idOf, locked, show } = props;
  const database = useDatabase();
  const client = useQueryClient();
  const mayEdit = useMay("edit");
  const list = useListState({ by: props.sort, descending: false });
  const found = useQuery<Row[]>(props.query as Parameters<typeof useQuery<Row[]>>[0]);
  const [dialog, setDialog] = useState<"new" | "delete" | null>(null);
  const source = useLocalRows<Row>({
    rows: found.data,
    text: props.text,
    sortValue,
    idOf,
    search: list.search,
    sort: list.sort,
    problem: found.error,
    retry: () => void found.refetch(),
  });
  const [selection, setSelection] = useSelection(list, list.search);
  const id = !selection.all && selection.ids.size === 1 ? [...selection.ids][0] : undefined;
  const rowOf = (wanted: string | undefined) => found.data?.find((row) => idOf(row) === wanted);
  const selected = rowOf(id);
  const changed = () => {
    void client.invalidateQueries({ queryKey: databaseKey(database.id) });
    void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
  };
  const changeTo = (to: string, at: number) => {
    changed();
    list.select(to, at);
    setSelection(only(to, at));
  };
  const reasonOne = selected ? undefined : `Select one ${noun[0]}.`;
  const reasonDelete = reasonOne ?? (selected && (locked(selected) ?? undefined));
  const edit = [
    { id: "new", label: "New Row", action: () => setDialog("new") },
    { id: "delete", label: "Delete Row", action: () => setDialog("delete"), reason: reasonDelete },
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
          id: "show",
          label: show.label,
          action: () => selected && show.action(selected),
          reason: reasonOne,
          apart: true,
        },
      ],
    },
  ];
  return (
    <>
      <ModulePane<Row>
        name={props.name}
        crumbs={[{ title: noun[1] }]}
        menus={menus}
        noun={noun}
        list={list}
        columns={props.columns}
        source={source}
        idOf={idOf}
        selection={selection}
        onSelection={setSelection}
        onDelete={mayEdit && reasonDelete === undefined ? () => setDialog("delete") : undefined}
        empty={
          list.search || !props.whenEmpty ? (
            <EmptyState icon="search" title={`No ${noun[0]} matches`}>
              <Button onPress={list.showAll}>Show All</Button>
            </EmptyState>
          ) : (
            props.whenEmpty(() => setDialog("new"))
          )
        }
        detail={(shown) => props.detail(rowOf(shown), (to) => (to === undefined ? changed() : changeTo(to, list.at)))}
      />
      {dialog === "new" &&
        props.newRow(
          () => setDialog(null),
          (made) => changeTo(made, 0),
        )}
      {dialog === "delete" && selected && (
        <Confirm
          title="Delete Row"
          danger
          action={`Delete ${idOf(selected)}`}
          onClose={() => setDialog(null)}
          onConfirm={async () => {
            await props.remove(selected);
            say(`${noun[0]} ${idOf(selected)} was deleted.`);
            list.unselect();
            setSelection(nothing);
            changed();
          }}
        >
          <p>{props.deleting(selected)}</p>
        </Confirm>
      )}
    </>
  );
}
