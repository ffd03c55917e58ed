import { useMemo } from "react";
import { folded } from "../../base/format";
import type { Sort } from "./columns";
import type { RowSource } from "./source";

interface Options<Row> {
  rows: readonly Row[] | undefined;
  /** What the search looks at. */
  text: (row: Row) => string;
  /** What a row sorts by. */
  sortValue: (row: Row, by: string) => string | number;
  idOf: (row: Row) => string;
  search: string;
  sort: Sort;
  problem: unknown;
  retry: () => void;
}

/** Searches and sorts a list that is at hand as a whole. */
export function useLocalRows<Row>(options: Options<Row>): RowSource<Row> {
  const { rows, text, sortValue, idOf, search, sort, problem, retry } = options;
  const shown = useMemo(() => {
    const wanted = folded(search.trim());
    const compare = new Intl.Collator(undefined, { numeric: true }).compare;
    const sign = sort.descending ? -1 : 1;
    return rows
      ?.filter((row) => wanted === "" || folded(text(row)).includes(wanted))
      .sort((a, b) => {
        const [left, right] = [sortValue(a, sort.by), sortValue(b, sort.by)];
        const order =
          typeof left === "number" && typeof right === "number" ? left - right : compare(String(left), String(right));
        return sign * order;
      });
  }, [rows, text, sortValue, search, sort.by, sort.descending]);
  return {
    key: `${search} ${sort.by} ${sort.descending}`,
    total: shown?.length,
    stale: false,
    row: (index) => shown?.[index],
    want: () => {},
    ids: async (first, last) => (shown ?? []).slice(first, last + 1).map(idOf),
    problem: shown ? null : problem,
    retry,
  };
}
