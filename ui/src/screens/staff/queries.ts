import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";

export const usersQuery = queryOptions({
  queryKey: ["users"],
  queryFn: ({ signal }) => answer(api.GET("/users", { signal })),
});

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => answer(api.GET("/sessions", { signal })),
});
