import createClient from "openapi-fetch";
import { guardedFetch } from "./fetch";
import { problemOf } from "./problem";
import type { paths } from "./schema";

/** Every operation of api/openapi.yaml, typed: `answer(api.GET("/databases/{database}", {params: …}))`. */
export const api = createClient<paths>({ baseUrl: "/api", credentials: "same-origin", fetch: guardedFetch });

/** The body of a good answer; throws a Problem for any other. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemOf(response.status, error);
  return data as T;
}

/** Fetches a file and lets the browser save it. */
export async function download(path: string, name: string): Promise<void> {
  const response = await guardedFetch(new Request(`/api${path}`, { credentials: "same-origin" }));
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  saveFile(await response.blob(), name);
}

/** Lets the browser save it under this name. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
