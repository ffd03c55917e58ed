import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { databaseKey } from "../../api/queries";
import type { Run } from "../../api/types";

export const runQuery = (database: number, run_id: string) =>
  queryOptions({
    queryKey: [...databaseKey(database), "run", run_id],
    queryFn: ({ signal }) =>
      answer(api.GET("/databases/{database}/runs/{run_id}", { params: { path: { database, run_id } }, signal })),
  });

/** Whether an update of this database has ever been completed: before that, beginning one asks for more (R25). */
export const firstRunQuery = (database: number) =>
  queryOptions({
    queryKey: [...databaseKey(database), "runs", "first"],
    queryFn: async ({ signal }) => {
      const page = await answer(
        api.GET("/databases/{database}/runs", {
          params: { path: { database }, query: { kind: "run", limit: 100 } },
          signal,
        }),
      );
      const done: readonly Run["state"][] = ["completed", "completed_with_issues"];
      return !page.rows.some((row) => done.includes(row.state));
    },
  });
