// A stand-in for the program while the pages are worked on: invented records in memory, the built pages with the
// content security policy of the real server. `node dev/mock.ts`, then http://127.0.0.1:8180; any name, password "muster".
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, resolve } from "node:path";
import * as answers from "./answers.ts";
import { emptyChamber, type Fields, inventedChamber, type Kept } from "./chamber.ts";
import * as imports from "./imports.ts";
import { type Base, dashboard, database, runs, session } from "./overview.ts";

const port = Number(process.env.PORT ?? 8180);
const pages = resolve(import.meta.dirname, "../../build/ui");
const bases: Base[] = [
  {
    id: 1,
    name: "Main Street Chamber",
    connected: true,
    chamber: inventedChamber(Number(process.env.MEMBERS ?? 1000), 7),
  },
  { id: 2, name: "Lakeshore Business Council", connected: false, chamber: inventedChamber(40, 9) },
  { id: 3, name: "Empty Chamber", connected: false, chamber: emptyChamber() },
];
const signedIn = new Set<string>();
const fresh = new Set<string>();
let tokens = 0;

class Refusal extends Error {
  readonly status: number;
  readonly kind: string;
  readonly errors: object[];

  constructor(status: number, kind: string, detail: string, errors: object[] = []) {
    super(detail);
    this.status = status;
    this.kind = kind;
    this.errors = errors;
  }
}

interface Call {
  method: string;
  parts: string[];
  query: URLSearchParams;
  body: Record<string, unknown>;
  /** The body as it came. */
  text: string;
  token: string;
  response: ServerResponse;
}

function signIn(call: Call): unknown {
  if (call.body.password !== "muster") throw new Refusal(401, "sign-in", "Name and password do not belong together.");
  tokens += 1;
  signedIn.add(String(tokens));
  call.response.setHeader("Set-Cookie", `muster=${tokens}; Path=/; HttpOnly; SameSite=Lax`);
  return session(bases, "administrator", true);
}

function sessionCalls(call: Call): unknown {
  const what = call.parts.slice(1).join("/");
  if (what === "" && call.method === "POST") return signIn(call);
  if (!signedIn.has(call.token)) throw new Refusal(401, "sign-in", "Sign in first.");
  if (what === "" && call.method === "DELETE") signedIn.delete(call.token);
  else if (what === "") return session(bases, "administrator", fresh.has(call.token));
  else if (what === "fresh" && call.body.password !== "muster")
    throw new Refusal(403, "invalid", "That is not your password.");
  else if (what === "fresh") return fresh.add(call.token) && session(bases, "administrator", true);
  else if (what === "second-factor" && call.method === "POST")
    return { secret: "JBSWY3DPEHPK3PXP", url: "otpauth://totp/Muster" };
  else if (what === "second-factor" && call.method === "PUT") return { recovery_codes: ["1a2b-3c4d", "5e6f-7a8b"] };
  return undefined;
}

function changed(kept: Map<string, Kept>, id: string, body: Record<string, unknown>): void {
  const record = kept.get(id);
  if (!record) throw new Refusal(404, "not-found", `There is no record ${id}.`);
  if (body.version !== undefined && body.version !== String(record.version)) {
    throw new Refusal(409, "changed", "Somebody else changed this record since you opened it. Nothing was saved.");
  }
  const fields = body.fields as Fields;
  if (fields.email?.includes(" ")) {
    const message = "An address has no blanks in it.";
    throw new Refusal(422, "invalid", "Nothing was saved: one field needs another value.", [
      { pointer: "/fields/email", message },
    ]);
  }
  record.fields = { ...record.fields, ...fields };
  record.version += 1;
}

function recordCalls(call: Call, base: Base, kind: "members" | "reps"): unknown {
  const { chamber } = base;
  const kept = chamber[kind];
  const id = call.parts[3];
  const one = (key: string) => (kind === "members" ? answers.member(chamber, key) : answers.rep(chamber, key));
  if (id === undefined && call.method === "GET") {
    return kind === "members" ? answers.listMembers(chamber, call.query) : answers.listReps(chamber, call.query);
  }
  if (id === undefined) {
    const key = String(call.body.id);
    if (kept.has(key))
      throw new Refusal(409, "conflict", `${key} is taken already.`, [{ pointer: "/id", message: "Taken already." }]);
    const name = kind === "members" ? "member_id" : "rep_id";
    kept.set(key, { number: kept.size + 1, version: 1, fields: { ...(call.body.fields as Fields), [name]: key } });
    return one(key);
  }
  if (call.method === "PATCH") changed(kept, id, call.body);
  if (call.method === "DELETE") {
    const reps = kind === "members" ? answers.repsBy(chamber, { member: id }) : [];
    if (reps.length > 0 && call.query.get("with_reps") !== "true") throw new Refusal(409, "conflict", "It has Reps.");
    for (const rep of reps) chamber.reps.delete(rep.rep_id);
    kept.delete(id);
    return kind === "members" ? { reps: reps.length } : undefined;
  }
  const found = one(id);
  if (!found) throw new Refusal(404, "not-found", `There is no record ${id}.`);
  return found;
}

function nameCalls(call: Call, base: Base, kind: "groups" | "attributes"): unknown {
  const names = base.chamber[kind];
  const name = call.parts[3];
  if (call.method === "GET") return kind === "groups" ? answers.groups(base.chamber) : answers.attributes(base.chamber);
  const wanted = String(call.body.name ?? "").trim();
  if (
    call.method !== "DELETE" &&
    names.some((other) => other.toLowerCase() === wanted.toLowerCase() && other !== name)
  ) {
    throw new Refusal(409, "conflict", `“${wanted}” is there already.`, [
      { pointer: "/name", message: "There already." },
    ]);
  }
  base.chamber[kind] = [...names.filter((other) => other !== name), ...(call.method === "DELETE" ? [] : [wanted])];
  for (const rep of base.chamber.reps.values()) {
    const own = (rep.fields[kind] ?? "").split(";").filter(Boolean);
    if (name === undefined || !own.includes(name)) continue;
    rep.fields[kind] = [...own.filter((other) => other !== name), ...(call.method === "DELETE" ? [] : [wanted])].join(
      ";",
    );
  }
  return undefined;
}

function statusCalls(call: Call, base: Base): unknown {
  const code = call.parts[3];
  const { statuses } = base.chamber;
  if (code === undefined) return answers.memberStatuses(base.chamber);
  const old = statuses.find((status) => status.code === code);
  base.chamber.statuses = statuses.filter((status) => status.code !== code);
  if (call.method === "DELETE") return undefined;
  const empty = {
    description: "",
    active_member: false,
    pays_dues: false,
    eligible_for_referral: false,
    list_in_directory: false,
    members_only_access: false,
  };
  base.chamber.statuses.push({ ...empty, ...old, ...call.body, code });
  base.chamber.statuses.sort((a, b) => a.code.localeCompare(b.code));
  return answers.memberStatuses(base.chamber).find((status) => status.code === code);
}

function databaseCalls(call: Call): unknown {
  const base = bases.find((candidate) => String(candidate.id) === call.parts[1]);
  if (call.parts[1] === undefined) return bases.map(database);
  if (!base) throw new Refusal(404, "not-found", "There is no such database.");
  const what = call.parts[2];
  if (what === undefined) return database(base);
  if (what === "members" || what === "reps") return recordCalls(call, base, what);
  if (what === "groups" || what === "attributes") return nameCalls(call, base, what);
  if (what === "statuses") return statusCalls(call, base);
  if (what === "procedures")
    return answers.procedure(base.chamber, call.body as Parameters<typeof answers.procedure>[1]);
  if (what === "runs") return { total: 3, offset: 0, rows: runs() };
  if (what === "exports") {
    if (!fresh.has(call.token)) throw new Refusal(403, "fresh-sign-in", "Give your password once more.");
    return { csv: [...base.chamber.reps.values()].map(({ fields }) => Object.values(fields).join(",")).join("\n") };
  }
  if (what === "uploads" || what === "imports") return importCalls(call, base);
  throw new Refusal(404, "not-found", "The stand-in server does not know this call.");
}

function importCalls(call: Call, base: Base): unknown {
  if (call.method === "DELETE") return undefined;
  if (call.parts[2] === "uploads") {
    const found = imports.upload(call.query.get("name") ?? "", call.text);
    if (!found) throw new Refusal(422, "invalid", "The file is empty.");
    return found;
  }
  const done = imports.importFiles(base.chamber, call.body as unknown as Parameters<typeof imports.importFiles>[1]);
  if (!done) throw new Refusal(404, "not-found", "The file is not here any more. Choose it again.");
  return done;
}

function answer(call: Call): unknown {
  if (call.parts[0] === "setup") return { needs_administrator: false, version: "0.1.0" };
  if (call.parts[0] === "session") return sessionCalls(call);
  if (!signedIn.has(call.token)) throw new Refusal(401, "sign-in", "Sign in first.");
  if (call.parts[0] === "dashboard") return dashboard(bases);
  if (call.parts[0] === "databases") return databaseCalls(call);
  throw new Refusal(404, "not-found", "The stand-in server does not know this call.");
}

function sendPage(path: string, response: ServerResponse): void {
  const types: Record<string, string> = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
  const file = join(pages, path);
  const found = path !== "/" && existsSync(file) ? file : join(pages, "index.html");
  response.setHeader("Content-Type", types[extname(found)] ?? "text/html; charset=utf-8");
  response.setHeader(
    "Content-Security-Policy",
    "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
  );
  response.end(readFileSync(found));
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  if (!url.pathname.startsWith("/api/")) return sendPage(url.pathname, response);
  let text = "";
  for await (const chunk of request) text += chunk;
  const call: Call = {
    method: request.method ?? "GET",
    parts: url.pathname.slice("/api/".length).split("/").map(decodeURIComponent),
    query: url.searchParams,
    body: text === "" || request.headers["content-type"] === "text/csv" ? {} : JSON.parse(text),
    text,
    token: /muster=(\d+)/.exec(request.headers.cookie ?? "")?.[1] ?? "",
    response,
  };
  try {
    const body = answer(call);
    if (body === undefined) response.writeHead(204).end();
    else response.setHeader("Content-Type", "application/json").end(JSON.stringify(body));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const problem = {
      type: `/problems/${error.kind}`,
      title: error.kind,
      status: error.status,
      detail: error.message,
      errors: error.errors,
    };
    response.writeHead(error.status, { "Content-Type": "application/problem+json" }).end(JSON.stringify(problem));
  }
}

createServer((request, response) => {
  handle(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}`));
