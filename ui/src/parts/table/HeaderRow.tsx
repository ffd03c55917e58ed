import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { Icon } from "../Icon";
import { type Column, type Layout, resized, type Sort, sortedBy, widthOf } from "./columns";

interface Props<Row> {
  columns: readonly Column<Row>[];
  layout: Layout;
  onLayout: (layout: Layout) => void;
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** False: no box that marks all rows. */
  marks: boolean;
  allSelected: boolean;
  onSelectAll: () => void;
}

const widthStep = 16; // pixels, by keyboard

/** The headings: one stop of the Tab key, Left and Right go along, Enter sorts, Shift with Left and Right changes the width. */
export function HeaderRow<Row>(props: Props<Row>) {
  const { columns, layout, onLayout, sort, onSort, marks, allSelected, onSelectAll } = props;
  const first = marks ? 1 : 0; // the stop of the first column; before it is "Select all rows"
  const [current, setCurrent] = useState(first);
  const row = useRef<HTMLDivElement>(null);
  const last = columns.length - 1 + first;

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const column = columns[current - first];
    if (step === undefined) return;
    event.preventDefault();
    if (event.shiftKey && column !== undefined) {
      onLayout(resized(layout, column.id, widthOf(column, layout) + step * widthStep));
      return;
    }
    const next = Math.min(Math.max(current + step, 0), last);
    setCurrent(next);
    row.current?.querySelectorAll<HTMLElement>(".heading")[next]?.focus();
  };
  return (
    <div className="table-header" role="row" aria-rowindex={1} ref={row} onKeyDown={onKeyDown}>
      {marks && (
        <div role="columnheader" aria-colindex={1} className="check-cell">
          <button
            type="button"
            className="heading"
            aria-label="Select all rows"
            aria-pressed={allSelected}
            tabIndex={current === 0 ? 0 : -1}
            onFocus={() => setCurrent(0)}
            onClick={onSelectAll}
          >
            <span className={`check-mark${allSelected ? " checked" : ""}`}>{allSelected && <Icon name="check" />}</span>
          </button>
        </div>
      )}
      {columns.map((column, index) => {
        const sorted = column.sort !== undefined && column.sort === sort.by;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={index + first + 1}
            aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : undefined}
            className={`header-cell${column.align === "end" ? " end" : ""}`}
          >
            <button
              type="button"
              className="heading"
              tabIndex={index + first === Math.min(current, last) ? 0 : -1}
              aria-disabled={column.sort === undefined}
              onFocus={() => setCurrent(index + first)}
              onClick={() => column.sort !== undefined && onSort(sortedBy(sort, column.sort))}
            >
              <span>{column.title}</span>
              {sorted && <Icon name={sort.descending ? "down" : "up"} />}
            </button>
            <Grip width={widthOf(column, layout)} onWidth={(width) => onLayout(resized(layout, column.id, width))} />
          </div>
        );
      })}
    </div>
  );
}

/** The edge of a heading that the pointer drags; keys do the same from the heading. */
function Grip({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const from = useRef<{ x: number; width: number } | null>(null);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    from.current = { x: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent) => {
    if (from.current) onWidth(from.current.width + event.clientX - from.current.x);
  };
  const end = () => {
    from.current = null;
  };
  return (
    <div
      className="grip"
      aria-hidden="true"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
    />
  );
}
