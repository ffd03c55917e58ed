import { type ReactNode, useRef, useState } from "react";
import { useStatus } from "../app/status";
import { useNarrow } from "../app/useNarrow";
import { count, format } from "../base/format";
import { isNumber, keep, recall } from "../base/keep";
import { Button } from "../parts/Button";
import { MenuBar, type MenuSpec } from "../parts/menu/MenuBar";
import { SearchBox, type SearchHandle } from "../parts/SearchBox";
import { Splitter } from "../parts/Splitter";
import { ColumnChooser } from "../parts/table/ColumnChooser";
import type { Column } from "../parts/table/columns";
import { DataTable, type TableHandle } from "../parts/table/DataTable";
import { type Selection, sizeOf } from "../parts/table/selection";
import type { RowSource } from "../parts/table/source";
import { useLayout } from "../parts/table/useLayout";
import { goBack } from "../router/history";
import { type Crumb, NavigationBar } from "./NavigationBar";
import type { ListState } from "./useListState";

interface Props<Row> {
  /** Names the kept columns. */
  name: string;
  crumbs: readonly Crumb[];
  menus: readonly MenuSpec[];
  /** "Rep", "Reps". */
  noun: readonly [string, string];
  list: ListState;
  columns: readonly Column<Row>[];
  source: RowSource<Row>;
  idOf: (row: Row) => string;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  onDelete?: (() => void) | undefined;
  /** What restricts the list, with a way to lift it. */
  restrictions?: readonly { text: string; lift: () => void }[];
  empty: ReactNode;
  /** The Detail View of the selected record. */
  detail: (id: string) => ReactNode;
}

const shareKey = "muster.detail-share";
const standardShare = 45; // percent

/** A module: navigation bar, menus, List View, and the Detail View below it (on a phone: in its place). */
export function ModulePane<Row>(props: Props<Row>) {
  const { name, list, columns, source, selection, noun } = props;
  const narrow = useNarrow();
  const { layout, change, reset } = useLayout(name, columns);
  const [share, setShare] = useState(() => recall("local", shareKey, standardShare, isNumber));
  const search = useRef<SearchHandle>(null);
  const table = useRef<TableHandle>(null);

  const total = source.total ?? 0;
  const selected = sizeOf(selection, total);
  const words = source.total === undefined ? "" : count(total, noun[0], noun[1]);
  useStatus(selected > 1 ? `${words} · ${format.number(selected)} selected` : words);

  const moveSplitter = (value: number) => {
    setShare(value);
    keep("local", shareKey, value);
  };
  const detailOnly = narrow && list.open && list.selected !== "";
  return (
    <div className="module">
      <NavigationBar crumbs={props.crumbs} />
      {!detailOnly && (
        <div className="module-tools">
          <MenuBar label={`${noun[1]}: menus`} menus={props.menus} />
          <div className="spring" />
          <SearchBox
            label={`Search ${noun[1]}`}
            value={list.search}
            onSearch={list.setSearch}
            onLeave={() => table.current?.focus()}
            handle={search}
          />
          <ColumnChooser columns={columns} layout={layout} onLayout={change} onReset={reset} />
        </div>
      )}
      {!detailOnly && (props.restrictions ?? []).length > 0 && (
        <ul className="restrictions" aria-label="The list is restricted">
          {props.restrictions?.map(({ text, lift }) => (
            <li key={text}>
              {text}
              <Button look="quiet" icon="close" aria-label={`Lift: ${text}`} onPress={lift} />
            </li>
          ))}
        </ul>
      )}
      <div className="views">
        {!detailOnly && (
          <section className="list-view" aria-label="List View">
            <DataTable
              label={noun[1]}
              columns={columns}
              layout={layout}
              onLayout={change}
              source={source}
              idOf={props.idOf}
              sort={list.sort}
              onSort={list.setSort}
              selection={selection}
              onSelection={props.onSelection}
              startAt={list.at}
              onLead={(index, row) => (narrow ? list.openDetail(props.idOf(row)) : list.select(props.idOf(row), index))}
              onOpen={(row) => list.openDetail(props.idOf(row))}
              onDelete={props.onDelete}
              onType={(letter) => search.current?.begin(letter)}
              narrow={narrow}
              empty={props.empty}
              handle={table}
            />
          </section>
        )}
        {!narrow && <Splitter label="Height of the Detail View" value={share} onChange={moveSplitter} />}
        {(!narrow || detailOnly) && (
          <section className="detail" aria-label="Detail View" style={narrow ? undefined : { flexBasis: `${share}%` }}>
            {detailOnly && (
              <Button look="quiet" icon="back" onPress={() => goBack(location.pathname)}>
                To the list
              </Button>
            )}
            {list.selected === "" ? (
              <p className="detail-hint muted">Select a row: its details appear here.</p>
            ) : (
              props.detail(list.selected)
            )}
          </section>
        )}
      </div>
    </div>
  );
}
