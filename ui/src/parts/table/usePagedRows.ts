import { type QueryKey, useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { pageSize, pagesOf, placeOf } from "./pages";
import type { RowSource } from "./source";

export interface Page<Row> {
  total: number;
  rows: Row[];
}

interface Options<Row> {
  /** Names the list: database, kind, search, restrictions, sort. */
  queryKey: QueryKey;
  fetchPage: (offset: number, limit: number, signal?: AbortSignal) => Promise<Page<Row>>;
  idOf: (row: Row) => string;
  /** Changes by itself: looked at again and again while it is shown. */
  live?: boolean;
}

const restBeforeFetch = 80; // ms without scrolling, before a far page is asked for
const keepFor = 30_000; // ms
const lookEvery = 5_000; // ms, at a list that changes by itself

/** Rows of a long list of the server, page by page, as they come into view. */
export function usePagedRows<Row>({ queryKey, fetchPage, idOf, live = false }: Options<Row>): RowSource<Row> {
  const client = useQueryClient();
  const key = JSON.stringify(queryKey);
  const [wanted, setWanted] = useState<{ key: string; pages: number[] }>({ key, pages: [0] });
  const pages = wanted.key === key ? wanted.pages : [0];
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const query = (page: number) => ({
    queryKey: [...queryKey, page],
    queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(page * pageSize, pageSize, signal),
    staleTime: live ? 0 : keepFor,
    ...(live ? { refetchInterval: lookEvery } : {}),
  });
  const results = useQueries({ queries: pages.map(query) });

  const arrived = new Map(pages.map((page, index) => [page, results[index]?.data]));
  const news = [...arrived.values()].find((data) => data !== undefined)?.total;
  // While other pages, or another list, are on their way, what was there before stays in view.
  const before = useRef<{ key: string; total: number; pages: typeof arrived }>(undefined);
  if (news !== undefined) before.current = { key, total: news, pages: arrived };
  const stale = before.current !== undefined && before.current.key !== key;
  const total = before.current?.total;

  const want = useCallback(
    (first: number, last: number) => {
      const next = pagesOf(first, last, total);
      clearTimeout(timer.current);
      if (next.every((page) => pages.includes(page))) return;
      const near = next.some((page) => pages.includes(page));
      timer.current = setTimeout(() => setWanted({ key, pages: next }), near ? 0 : restBeforeFetch);
    },
    [key, pages, total],
  );
  const ids = async (first: number, last: number) => {
    const found: string[] = [];
    for (const page of pagesOf(first, last, total)) {
      const { rows } = await client.fetchQuery(query(page));
      for (const [offset, row] of rows.entries()) {
        const index = page * pageSize + offset;
        if (index >= first && index <= last) found.push(idOf(row));
      }
    }
    return found;
  };
  const failed = results.find((result) => result.error && !result.data);
  return {
    key,
    total,
    stale,
    row: (index) => {
      const { page, offset } = placeOf(index);
      return (arrived.get(page) ?? before.current?.pages.get(page))?.rows[offset];
    },
    want,
    ids,
    problem: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}
