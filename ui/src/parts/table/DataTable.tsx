import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  memo,
  type ReactNode,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import { messageOf } from "../../api/problem";
import { useLatest } from "../../base/useLatest";
import { Button } from "../Button";
import { Complaint } from "../Complaint";
import { Icon } from "../Icon";
import { Progress } from "../Progress";
import { type Column, inOrder, type Layout, type Sort, widthOf } from "./columns";
import { HeaderRow } from "./HeaderRow";
import { everything, has, nothing, type Selection } from "./selection";
import type { RowSource } from "./source";
import { useGrid } from "./useGrid";

export interface TableHandle {
  /** Gives the focus to the row that had it last. */
  focus: () => void;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  layout: Layout;
  onLayout: (layout: Layout) => void;
  source: RowSource<Row>;
  idOf: (row: Row) => string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** False: rows cannot be marked. */
  marks?: boolean;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** The row to begin at. */
  startAt: number;
  onLead: (index: number, row: Row) => void;
  onOpen: (row: Row) => void;
  onDelete?: (() => void) | undefined;
  onType: (letter: string) => void;
  /** Phones show the columns that are marked narrow. */
  narrow: boolean;
  empty: ReactNode;
  handle: React.Ref<TableHandle>;
}

const rowHeight = 30; // pixels
const touchRowHeight = 46;
const headerHeight = 32;
const overscan = 10; // rows kept ready on either side of the window

/** A list of any length: only the rows in view exist. An ARIA grid whose rows take the focus. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, columns, layout, source, idOf, selection, onSelection, startAt, narrow, marks = true } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const height = narrow ? touchRowHeight : rowHeight;
  const total = source.total ?? 0;

  const leadNow = useRef(startAt);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan,
    scrollPaddingEnd: headerHeight, // the sticky header takes this much of what is seen
    initialOffset: startAt > 0 ? Math.max(startAt - 4, 0) * height : 0,
    // The row with the focus stays, wherever the window is: else the keyboard would lose its place.
    rangeExtractor: ({ startIndex, endIndex, overscan: extra, count }) => {
      const [from, to] = [Math.max(startIndex - extra, 0), Math.min(endIndex + extra, count - 1)];
      const rows = Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index);
      const kept = leadNow.current;
      if (kept < count && (kept < from || kept > to)) rows.push(kept);
      return rows;
    },
  });
  const grid = useGrid(
    {
      ...props,
      rowsPerScreen: () => Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / height),
      scrollTo: (index) => virtual.scrollToIndex(index),
    },
    startAt,
  );
  const { lead, setLead, takeFocus } = grid;
  leadNow.current = lead;
  const onPress = useLatest(grid.onRowPress);
  const onOpen = useLatest(props.onOpen);

  const items = virtual.getVirtualItems();
  const { startIndex = 0, endIndex = 0 } = virtual.range ?? {};
  useEffect(() => source.want(startIndex - overscan, endIndex + overscan), [source.want, startIndex, endIndex]);
  useEffect(grid.settle);

  // Another list begins at its top.
  const shownKey = useRef(source.key);
  useEffect(() => {
    if (shownKey.current === source.key) return;
    shownKey.current = source.key;
    setLead(0);
    virtual.scrollToOffset(0);
  }, [source.key, setLead, virtual]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew because rows have another height
  useEffect(() => virtual.measure(), [height, virtual]);

  const focusLead = () =>
    scroller.current?.querySelector<HTMLElement>(`[data-index="${lead}"]`)?.focus({ preventScroll: true });
  useLayoutEffect(() => {
    if (!takeFocus.current) return;
    takeFocus.current = false;
    focusLead();
  });
  useImperativeHandle(props.handle, () => ({ focus: focusLead }));

  const seen = inOrder(columns, layout).filter((column) =>
    narrow ? column.narrow : !layout.hidden.includes(column.id),
  );
  const widths = seen.map((column, index) => {
    const width = widthOf(column, layout);
    if (narrow) return `minmax(0, ${width}fr)`;
    return index === seen.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`;
  });
  const columnsKey = seen.map((column) => column.id).join();
  const style = { "--columns": [...(marks ? ["32px"] : []), ...widths].join(" ") } as CSSProperties;

  return (
    <div className="table-frame">
      <div
        ref={scroller}
        className={`table${source.stale ? " stale" : ""}`}
        role="grid"
        aria-label={label}
        aria-rowcount={source.total === undefined ? -1 : total + 1}
        aria-colcount={seen.length + (marks ? 1 : 0)}
        aria-multiselectable={marks || undefined}
        aria-busy={source.stale || source.total === undefined}
        style={style}
        tabIndex={-1}
      >
        <HeaderRow
          columns={seen}
          layout={layout}
          onLayout={props.onLayout}
          sort={props.sort}
          onSort={props.onSort}
          marks={marks}
          allSelected={selection.all}
          onSelectAll={() => onSelection(selection.all ? nothing : everything)}
        />
        <div
          role="rowgroup"
          className="table-body"
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={grid.onKeyDown}
        >
          {items.map(({ index, start }) => {
            const row = source.row(index);
            const id = row === undefined ? undefined : idOf(row);
            return (
              <TableRow
                key={index}
                index={index}
                start={start}
                row={row}
                columns={seen}
                columnsKey={columnsKey}
                marks={marks}
                selected={id !== undefined && has(selection, id)}
                current={index === lead}
                onPress={onPress}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
      {source.problem !== null && (
        <div className="table-note">
          <Complaint text={messageOf(source.problem)} />
          <Button onPress={source.retry}>Try again</Button>
        </div>
      )}
      {source.total === undefined && source.problem === null && <Progress label={`Loading ${label}`} />}
      {source.total === 0 && !source.stale && <div className="table-note">{props.empty}</div>}
    </div>
  );
}

interface RowProps<Row> {
  index: number;
  start: number;
  row: Row | undefined;
  columns: readonly Column<Row>[];
  columnsKey: string;
  marks: boolean;
  selected: boolean;
  current: boolean;
  onPress: (index: number, event: React.MouseEvent) => void;
  onOpen: (row: Row) => void;
}

function PlainRow<Row>({ index, start, row, columns, marks, selected, current, onPress, onOpen }: RowProps<Row>) {
  return (
    <div
      role="row"
      className="table-row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={marks ? selected : undefined}
      tabIndex={current ? 0 : -1}
      style={{ transform: `translateY(${start}px)` }}
      onClick={(event) => onPress(index, event)}
      onDoubleClick={() => row !== undefined && onOpen(row)}
    >
      {marks && (
        <div role="gridcell" aria-colindex={1} className="check-cell" data-check>
          <span className={`check-mark${selected ? " checked" : ""}`} aria-hidden="true">
            {selected && <Icon name="check" />}
          </span>
        </div>
      )}
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at + (marks ? 2 : 1)}
          className={`cell${column.align === "end" ? " end" : ""}`}
        >
          {row === undefined ? <span className="placeholder" /> : column.cell(row)}
        </div>
      ))}
    </div>
  );
}

// The list of columns is new at each render; columnsKey tells whether it is another one.
const TableRow = memo(
  PlainRow,
  (a, b) =>
    a.row === b.row &&
    a.index === b.index &&
    a.start === b.start &&
    a.selected === b.selected &&
    a.current === b.current &&
    a.columnsKey === b.columnsKey,
) as typeof PlainRow;
