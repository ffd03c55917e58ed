import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { databaseKey } from "../../api/queries";

const path = (database: number) => ({ path: { database } });

export const choicesQuery = (database: number) =>
  queryOptions({
    queryKey: [...databaseKey(database), "selection-choices"],
    queryFn: ({ signal }) =>
      answer(api.GET("/databases/{database}/selection-choices", { params: path(database), signal })),
  });

// Asked anew at each opening, because another person may have used the wizard meanwhile, and never while it is open.
const onceAnOpening = { staleTime: Number.POSITIVE_INFINITY, refetchOnMount: "always" } as const;

export const manualChoicesQuery = (database: number) =>
  queryOptions({
    queryKey: [...databaseKey(database), "manual-choices"],
    ...onceAnOpening,
    queryFn: ({ signal }) =>
      answer(api.GET("/databases/{database}/manual-choices", { params: path(database), signal })),
  });

export const autoUpdateQuery = (database: number) =>
  queryOptions({
    queryKey: [...databaseKey(database), "auto-update"],
    ...onceAnOpening,
    queryFn: ({ signal }) => answer(api.GET("/databases/{database}/auto-update", { params: path(database), signal })),
  });
