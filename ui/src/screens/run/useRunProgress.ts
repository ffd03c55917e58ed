import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { watch } from "../../api/events";
import { dashboardQuery, databaseKey } from "../../api/queries";
import type { Run, RunProgress } from "../../api/types";
import { runQuery } from "./queries";

/** What a run that goes on says of itself, as it comes; when it has ended, the run is asked for anew. */
export function useRunProgress(database: number, run: Run): RunProgress | null {
  const client = useQueryClient();
  const [progress, setProgress] = useState<RunProgress | null>(run.progress);
  const { run_id, state } = run;
  useEffect(() => {
    if (state !== "running") return;
    const ended = () => {
      void client.invalidateQueries({ queryKey: databaseKey(database) });
      void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
      return "done" as const;
    };
    return watch({
      url: `/api/databases/${database}/runs/${encodeURIComponent(run_id)}/events`,
      names: ["progress", "finished"],
      onEvent: (name, data) => {
        if (name === "finished") return ended();
        setProgress(data as RunProgress);
        return undefined;
      },
      poll: async () => {
        const now = await client.fetchQuery({ ...runQuery(database, run_id), staleTime: 0 });
        if (now.state !== "running") return ended();
        if (now.progress) setProgress(now.progress);
        return undefined;
      },
    });
  }, [client, database, run_id, state]);
  return progress;
}
