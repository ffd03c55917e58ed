import { useState } from "react";
import { databaseKey } from "../../api/queries";
import type { RepRow } from "../../api/types";
import { useDatabase, useMay } from "../../app/session";
import { sizeOf } from "../../parts/table/selection";
import { usePagedRows } from "../../parts/table/usePagedRows";
import { ModulePane } from "../ModulePane";
import { useListState } from "../useListState";
import { useSelection } from "../useSelection";
import { repColumns } from "./columns";
import { repCrumbs, repRestrictions } from "./drill-down";
import { type RepsDialog, repMenus } from "./menus";
import { NewRep } from "./NewRep";
import { NoReps } from "./NoReps";
import { RepDetail } from "./RepDetail";
import { RepProcedure } from "./RepProcedure";
import { choiceOf, fetchReps, isRepSort, restrictionsOf } from "./rep-list";

const idOf = (row: RepRow) => row.rep_id;

export default function RepsModule() {
  const database = useDatabase();
  const mayEdit = useMay("edit");
  const list = useListState({ by: "order", descending: false });
  const { search, sort, query } = list;
  const restrictions = restrictionsOf(query);
  const [dialog, setDialog] = useState<RepsDialog | null>(null);

  const by = isRepSort(sort.by) ? sort.by : "order";
  const asked = { ...restrictions, ...(search ? { search } : {}), sort: by, descending: sort.descending };
  const source = usePagedRows<RepRow>({
    queryKey: [...databaseKey(database.id), "reps", asked],
    fetchPage: (offset, limit, signal) => fetchReps(database.id, { ...asked, offset, limit }, signal),
    idOf,
  });
  const [selection, setSelection] = useSelection(list, JSON.stringify([restrictions, search]));
  const selected = sizeOf(selection, source.total ?? 0);
  const close = () => setDialog(null);

  return (
    <>
      <ModulePane
        name="reps"
        crumbs={repCrumbs(database.id, restrictions)}
        menus={repMenus({
          database: database.id,
          mayEdit,
          selected,
          filtered: search !== "" || Object.keys(restrictions).length > 0,
          open: setDialog,
          showAll: list.showAll,
        })}
        noun={["Rep", "Reps"]}
        list={list}
        columns={repColumns}
        source={source}
        idOf={idOf}
        selection={selection}
        onSelection={setSelection}
        onDelete={mayEdit && selected > 0 ? () => setDialog("delete_reps") : undefined}
        restrictions={repRestrictions(restrictions, list.restrict)}
        empty={<NoReps filtered={search !== "" || Object.keys(restrictions).length > 0} showAll={list.showAll} />}
        detail={(id) => <RepDetail key={id} id={id} tab={list.tab} onTab={list.setTab} />}
      />
      {dialog === "new" && <NewRep member={restrictions.member} onClose={close} onMade={list.openDetail} />}
      {dialog !== null && dialog !== "new" && (
        <RepProcedure
          procedure={dialog}
          choice={choiceOf(selection, search, restrictions, selected)}
          selected={selected}
          onClose={close}
          onDone={() => dialog === "delete_reps" && list.unselect()}
        />
      )}
    </>
  );
}
