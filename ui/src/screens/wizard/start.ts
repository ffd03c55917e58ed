// Starting updates and previews: the one place that asks the server for a run.
import type { QueryClient } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { dashboardQuery, databaseKey } from "../../api/queries";
import type { operations } from "../../api/schema";
import { go } from "../../router/history";

type Start = NonNullable<operations["startRun"]["requestBody"]>["content"]["application/json"];

/** Starts it and opens its page, which shows the progress. */
export async function startRun(client: QueryClient, database: number, body: Start): Promise<void> {
  const { run_id } = await answer(api.POST("/databases/{database}/runs", { params: { path: { database } }, body }));
  void client.invalidateQueries({ queryKey: [...databaseKey(database), "runs"] });
  void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
  go("run", { database: String(database), run: run_id });
}
