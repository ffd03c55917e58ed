// Addresses and what they mean. Pure: the History API is in history.ts.

/** Every address of the back office. `:name` stands for one part, which is percent-encoded. */
export const paths = {
  dashboard: "/",
  database: "/databases/:database",
  members: "/databases/:database/members",
  memberStatuses: "/databases/:database/member-statuses",
  reps: "/databases/:database/reps",
  repAttributes: "/databases/:database/rep-attributes",
  repGroups: "/databases/:database/rep-groups",
  runs: "/databases/:database/runs",
  run: "/databases/:database/runs/:run",
  people: "/databases/:database/people",
  connection: "/databases/:database/connection",
  updateContacts: "/databases/:database/update-contacts",
  autoUpdate: "/databases/:database/auto-update",
  importRecords: "/databases/:database/import",
  databaseSettings: "/databases/:database/settings",
  databases: "/databases",
  schedule: "/schedule",
  settings: "/settings",
  staff: "/staff",
  audit: "/audit",
  loginDone: "/login/done",
  welcome: "/welcome",
} as const;

export type RouteName = keyof typeof paths;
export type Params = Record<string, string>;
/** What stands behind "?": only what differs from the default is written. */
export type Query = Record<string, string>;

export interface Route {
  name: RouteName | "unknown";
  params: Params;
  query: Query;
}

const patterns = Object.entries(paths).map(([name, path]) => ({ name: name as RouteName, parts: path.split("/") }));

function match(parts: readonly string[], pattern: readonly string[]): Params | null {
  if (parts.length !== pattern.length) return null;
  const params: Params = {};
  for (const [index, wanted] of pattern.entries()) {
    const part = parts[index] ?? "";
    if (wanted.startsWith(":")) {
      if (part === "") return null;
      params[wanted.slice(1)] = decode(part);
    } else if (part !== wanted) {
      return null;
    }
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The route of a path and query ("/databases/1/reps?sort=email"). */
export function parse(url: string): Route {
  const [path = "/", search = ""] = url.split("#")[0]?.split("?", 2) ?? [];
  const parts = (path.length > 1 ? path.replace(/\/$/, "") : path).split("/");
  const query: Query = Object.fromEntries(new URLSearchParams(search));
  for (const { name, parts: pattern } of patterns) {
    const params = match(parts, pattern);
    if (params) return { name, params, query };
  }
  return { name: "unknown", params: {}, query };
}

/** The address of a route. Empty values of the query are left out; a missing parameter is a programmer's mistake. */
export function address(name: RouteName, params: Params = {}, query: Query = {}): string {
  const path = paths[name].replace(/:([a-z]+)/g, (_, key: string) => {
    const value = params[key];
    if (value === undefined) throw new Error(`The address of ${name} needs ${key}.`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "")).toString();
  return search === "" ? path : `${path}?${search}`;
}
