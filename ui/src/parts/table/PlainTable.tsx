import { type ReactNode, useRef } from "react";
import { useNarrow } from "../../app/useNarrow";
import { SearchBox, type SearchHandle } from "../SearchBox";
import { ColumnChooser } from "./ColumnChooser";
import type { Column, Sort } from "./columns";
import { DataTable, type TableHandle } from "./DataTable";
import { nothing } from "./selection";
import type { RowSource } from "./source";
import { useLayout } from "./useLayout";

interface Props<Row> {
  /** Names the kept columns. */
  name: string;
  label: string;
  columns: readonly Column<Row>[];
  source: RowSource<Row>;
  idOf: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** A search box stands above where these are given. */
  search?: string;
  onSearch?: (search: string) => void;
  /** Enter, or a double click, on a row. */
  onOpen?: (row: Row) => void;
  /** Beside the search box. */
  tools?: ReactNode;
  empty: ReactNode;
}

const unsorted: Sort = { by: "", descending: false };
const nowhere = () => {};

/** A long list to read: no rows to mark, no Detail View. */
export function PlainTable<Row>(props: Props<Row>) {
  const { name, label, columns, source, idOf, search, onSearch, onOpen = nowhere } = props;
  const narrow = useNarrow();
  const { layout, change, reset } = useLayout(name, columns);
  const table = useRef<TableHandle>(null);
  const box = useRef<SearchHandle>(null);
  return (
    <div className="plain-table">
      <div className="module-tools">
        {props.tools}
        <div className="spring" />
        {onSearch && (
          <SearchBox
            label={`Search ${label}`}
            value={search ?? ""}
            onSearch={onSearch}
            onLeave={() => table.current?.focus()}
            handle={box}
          />
        )}
        <ColumnChooser columns={columns} layout={layout} onLayout={change} onReset={reset} />
      </div>
      <DataTable
        label={label}
        columns={columns}
        layout={layout}
        onLayout={change}
        source={source}
        idOf={idOf}
        sort={props.sort ?? unsorted}
        onSort={props.onSort ?? nowhere}
        marks={false}
        selection={nothing}
        onSelection={nowhere}
        startAt={0}
        onLead={nowhere}
        onOpen={onOpen}
        onType={(letter) => box.current?.begin(letter)}
        narrow={narrow}
        empty={props.empty}
        handle={table}
      />
    </div>
  );
}
