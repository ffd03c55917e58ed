import { useState } from "react";
import { answer, api, download } from "../../api/client";
import { databaseKey } from "../../api/queries";
import type { Run, RunPerson } from "../../api/types";
import { useMay } from "../../app/session";
import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { SelectField } from "../../parts/form/Field";
import { complain } from "../../parts/messages";
import { Tabs } from "../../parts/Tabs";
import { PlainTable } from "../../parts/table/PlainTable";
import { usePagedRows } from "../../parts/table/usePagedRows";
import { peopleColumns } from "./people-columns";
import { rareTabs, standingTabs, type Tab, tabTitles, undoTabs, undoTabTitles } from "./tabs";

interface Props {
  database: number;
  run: Run;
  tab: Tab;
  onTab: (tab: Tab) => void;
}

/** Who is in a run or preview, tab by tab. */
export function PeopleTabs({ database, run, tab, onTab }: Props) {
  const isUndo = run.undo_of !== null;
  const titles = isUndo ? undoTabTitles : tabTitles;
  const tabs = [...(isUndo ? undoTabs : standingTabs), ...rareTabs.filter((rare) => (run.tabs[rare] ?? 0) > 0)];
  return (
    <div className="run-people">
      <Tabs
        label="People"
        selected={tab}
        onSelect={(id) => onTab(id as Tab)}
        pages={tabs.map((id) => ({
          id,
          title: titles[id],
          note: format.number(run.tabs[id] ?? 0),
          content: <People key={id} database={database} run={run} tab={id} />,
        }))}
      />
    </div>
  );
}

const idOf = ({ email, rep_id }: RunPerson) => `${rep_id ?? ""} ${email}`;

function People({ database, run, tab }: Omit<Props, "onTab">) {
  const mayExport = useMay("run");
  const [search, setSearch] = useState("");
  const [list, setList] = useState("");
  const source = usePagedRows({
    queryKey: [...databaseKey(database), "run", run.run_id, "people", tab, search, list],
    idOf,
    fetchPage: (offset, limit, signal) =>
      answer(
        api.GET("/databases/{database}/runs/{run_id}/people", {
          params: {
            path: { database, run_id: run.run_id },
            query: { offset, limit, tab, ...(search ? { search } : {}), ...(list ? { list } : {}) },
          },
          ...(signal ? { signal } : {}),
        }),
      ),
  });
  const save = () =>
    download(`/databases/${database}/runs/${encodeURIComponent(run.run_id)}/csv`, `muster-${run.run_id}.csv`).catch(
      complain,
    );
  return (
    <PlainTable
      name={`run-people-${tab}`}
      label={run.undo_of === null ? tabTitles[tab] : undoTabTitles[tab]}
      columns={peopleColumns(database, run.undo_of !== null)}
      source={source}
      idOf={idOf}
      search={search}
      onSearch={setSearch}
      tools={
        <>
          {run.lists.length > 1 && (
            <SelectField
              label="List"
              value={list}
              onValue={setList}
              choices={[
                { value: "", text: "All lists" },
                ...run.lists.map(({ name }) => ({ value: name, text: name })),
              ]}
            />
          )}
          {mayExport && <Button onPress={() => void save()}>CSV of everybody</Button>}
        </>
      }
      empty={<p className="muted">{search || list ? "Nobody matches." : "Nobody."}</p>}
    />
  );
}
