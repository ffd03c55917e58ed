import { useEffect, useRef } from "react";
import { parseSort, type Sort, sortText } from "../parts/table/columns";
import { navigate, setQuery, useRoute } from "../router/history";
import { address, type Query } from "../router/routes";

const restAfterMove = 150; // ms: arrow keys may run through a list without an address for each row

/** What a List View shows, as the address has it: search, sort, restrictions, the selected row and its place. */
export function useListState(standard: Sort) {
  const { name, params, query } = useRoute();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lastMove = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);

  const select = (id: string, index: number) => {
    clearTimeout(timer.current);
    const now = Date.now();
    const wait = now - lastMove.current < restAfterMove ? restAfterMove : 0;
    lastMove.current = now;
    const change = () => setQuery({ selected: id, at: index > 0 ? String(index) : "" });
    if (wait === 0) change();
    else timer.current = setTimeout(change, wait);
  };
  return {
    search: query.search ?? "",
    sort: parseSort(query.sort, standard),
    selected: query.selected ?? "",
    at: Number(query.at) || 0,
    tab: query.tab ?? "",
    /** On a phone: the Detail View takes the screen. */
    open: query.view === "detail",
    query,
    setSearch: (search: string) => setQuery({ search, at: "" }),
    setSort: (sort: Sort) => setQuery({ sort: sortText(sort) === sortText(standard) ? "" : sortText(sort), at: "" }),
    setTab: (tab: string) => setQuery({ tab }),
    select,
    unselect: () => setQuery({ selected: "", at: "" }),
    /** A step of its own, so that "back" leads to the list again. */
    openDetail: (id: string) => {
      if (name !== "unknown") navigate(address(name, params, { ...query, selected: id, view: "detail" }));
    },
    /** Every row again: no search, no restriction. */
    showAll: () => {
      if (name === "unknown") return;
      const { sort, selected } = query;
      const left: Query = { ...(sort ? { sort } : {}), ...(selected ? { selected } : {}) };
      navigate(address(name, params, left));
    },
    restrict: (change: Query) => setQuery({ ...change, at: "" }),
  };
}

export type ListState = ReturnType<typeof useListState>;
