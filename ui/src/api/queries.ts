// What screens ask the server for, by name. A database's answers all have a key that begins with "database" and its id.
import { QueryClient, queryOptions } from "@tanstack/react-query";
import { answer, api } from "./client";
import { isProblem } from "./problem";
import type { Session } from "./types";

const fresh = 10_000; // ms without asking again
const tries = 2;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: fresh,
        networkMode: "always", // the server may be in this house while the browser says that there is no network
        retry: (failures, error) => failures < tries && isProblem(error, "no-answer", "unavailable"),
      },
    },
  });
}

/** Who is signed in; null for nobody. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return await answer(api.GET("/session", { signal }));
    } catch (error) {
      if (isProblem(error, "sign-in")) return null;
      throw error;
    }
  },
});

export const setupQuery = queryOptions({
  queryKey: ["setup"],
  queryFn: ({ signal }) => answer(api.GET("/setup", { signal })),
});

export const dashboardQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: ({ signal }) => answer(api.GET("/dashboard", { signal })),
});

const path = (database: number) => ({ path: { database } });
export const databaseKey = (database: number) => ["database", database] as const;

export const statusesQuery = (database: number) =>
  queryOptions({
    queryKey: [...databaseKey(database), "statuses"],
    queryFn: ({ signal }) => answer(api.GET("/databases/{database}/statuses", { params: path(database), signal })),
  });

export const groupsQuery = (database: number) =>
  queryOptions({
    queryKey: [...databaseKey(database), "groups"],
    queryFn: ({ signal }) => answer(api.GET("/databases/{database}/groups", { params: path(database), signal })),
  });

export const attributesQuery = (database: number) =>
  queryOptions({
    queryKey: [...databaseKey(database), "attributes"],
    queryFn: ({ signal }) => answer(api.GET("/databases/{database}/attributes", { params: path(database), signal })),
  });

export const memberQuery = (database: number, member_id: string) =>
  queryOptions({
    queryKey: [...databaseKey(database), "member", member_id],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/databases/{database}/members/{member_id}", { params: { path: { database, member_id } }, signal }),
      ),
  });

export const repQuery = (database: number, rep_id: string) =>
  queryOptions({
    queryKey: [...databaseKey(database), "rep", rep_id],
    queryFn: ({ signal }) =>
      answer(api.GET("/databases/{database}/reps/{rep_id}", { params: { path: { database, rep_id } }, signal })),
  });
