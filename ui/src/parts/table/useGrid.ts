import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import { complain, say } from "../messages";
import { span } from "./pages";
import { everything, has, only, ranged, type Selection, toggled } from "./selection";
import type { RowSource } from "./source";

export interface GridOptions<Row> {
  source: RowSource<Row>;
  idOf: (row: Row) => string;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** The row that the Detail View shows. */
  onLead: (index: number, row: Row) => void;
  onOpen: (row: Row) => void;
  onDelete?: (() => void) | undefined;
  /** Typing a letter begins a search. */
  onType: (letter: string) => void;
  rowsPerScreen: () => number;
  scrollTo: (index: number) => void;
}

const mostAtOnce = 10_000; // rows that Shift may take; all of them are taken by Ctrl+A

/** Keys and presses of a grid: one row has the focus, any number are selected. */
export function useGrid<Row>(options: GridOptions<Row>, firstLead: number) {
  const { source, idOf, selection, onSelection, onLead, onOpen, onDelete, onType, rowsPerScreen, scrollTo } = options;
  const [lead, setLead] = useState(firstLead);
  /** What is still to be done with the row that has the focus: it may be on its way. */
  const pending = useRef<"select" | null>(null);
  const takeFocus = useRef(false);

  const selectOnly = (index: number) => {
    const row = source.row(index);
    pending.current = row === undefined ? "select" : null;
    if (row === undefined) return;
    onSelection(only(idOf(row), index));
    onLead(index, row);
  };
  const toggle = (index: number) => {
    const row = source.row(index);
    if (row === undefined) return;
    onSelection(toggled(selection, idOf(row), index));
    if (!has(selection, idOf(row))) onLead(index, row);
  };
  const extend = async (index: number) => {
    const anchor = selection.anchor ?? lead;
    const [first, last] = span(anchor, index);
    if (last - first >= mostAtOnce) {
      say(`Shift takes at most ${mostAtOnce} rows. Ctrl+A takes all rows of the list.`, "bad");
      return;
    }
    try {
      onSelection(ranged(selection, await source.ids(first, last), anchor));
    } catch (error) {
      complain(error);
    }
  };
  const focus = (index: number) => {
    setLead(index);
    takeFocus.current = true;
    scrollTo(index);
  };

  const onRowPress = (index: number, event: MouseEvent) => {
    setLead(index);
    takeFocus.current = true;
    const onCheck = (event.target as HTMLElement).closest("[data-check]") !== null;
    if (event.shiftKey) void extend(index);
    else if (event.ctrlKey || event.metaKey || onCheck) toggle(index);
    else selectOnly(index);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const last = (source.total ?? 0) - 1;
    if (last < 0 || event.target !== event.currentTarget.querySelector(":focus")) return;
    const command = event.ctrlKey || event.metaKey;
    const to = target(event.key, lead, last, rowsPerScreen());
    if (to !== null) {
      event.preventDefault();
      focus(to);
      if (event.shiftKey) void extend(to);
      else if (!command) selectOnly(to);
    } else if (event.key === " ") {
      event.preventDefault();
      if (event.shiftKey) void extend(lead);
      else toggle(lead);
    } else if (event.key === "Enter") {
      const row = source.row(lead);
      if (row !== undefined) onOpen(row);
    } else if (event.key === "Delete" && onDelete) {
      onDelete();
    } else if (command && event.key.toLowerCase() === "a") {
      event.preventDefault();
      onSelection(everything);
    } else if (event.key === "Escape") {
      selectOnly(lead);
    } else if (event.key.length === 1 && !command && !event.altKey) {
      event.preventDefault();
      onType(event.key);
    }
  };

  /** To be called after each render: selects the row that has come meanwhile. */
  const settle = () => {
    if (pending.current === "select" && source.row(lead) !== undefined) selectOnly(lead);
  };
  return { lead, setLead, takeFocus, onRowPress, onKeyDown, settle };
}

/** The row that a key leads to, or null for other keys. */
export function target(key: string, from: number, last: number, screen: number): number | null {
  const page = Math.max(screen - 1, 1);
  const steps: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + page,
    PageUp: from - page,
    Home: 0,
    End: last,
  };
  const to = steps[key];
  return to === undefined ? null : Math.min(Math.max(to, 0), last);
}
