import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { databaseKey } from "../../api/queries";

export const connectionQuery = (database: number) =>
  queryOptions({
    queryKey: [...databaseKey(database), "connection"],
    queryFn: ({ signal }) =>
      answer(api.GET("/databases/{database}/connection", { params: { path: { database } }, signal })),
  });

const pollEvery = 2_000; // ms

/** A login by code, looked at until it has ended. */
export const deviceLoginQuery = (database: number, attempt: string) =>
  queryOptions({
    queryKey: [...databaseKey(database), "device-login", attempt],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/databases/{database}/connection/device/{attempt}", {
          params: { path: { database, attempt } },
          signal,
        }),
      ),
    refetchInterval: (query) => (query.state.data?.state === "waiting" || !query.state.data ? pollEvery : false),
  });
