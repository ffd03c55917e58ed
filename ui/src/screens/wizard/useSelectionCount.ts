import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answer, api } from "../../api/client";
import { databaseKey } from "../../api/queries";
import type { Selections } from "../../api/types";

const restBeforeCount = 250; // ms without a change of the criteria

/** How many Members and Reps the filters select, counted anew when they change; the newest question wins. */
export function useSelectionCount(database: number, { member_filter, rep_filter }: Selections) {
  const key = JSON.stringify({ member_filter, rep_filter });
  const [asked, setAsked] = useState(key);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(key), restBeforeCount);
    return () => clearTimeout(timer);
  }, [key]);
  const result = useQuery({
    queryKey: [...databaseKey(database), "selection-count", asked],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answer(
        api.POST("/databases/{database}/selection-count", {
          params: { path: { database } },
          body: JSON.parse(asked) as Pick<Selections, "member_filter" | "rep_filter">,
          signal,
        }),
      ),
  });
  return { count: result.data, problem: result.error, counting: asked !== key || result.isFetching };
}
