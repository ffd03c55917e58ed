// What the stand-in server answers about records. Follows api/openapi.yaml by its types, not in every check.
import type { components } from "../src/api/schema.ts";
import type { Chamber, Fields, Kept } from "./chamber.ts";

type Schemas = components["schemas"];

const listed = (text: string | undefined) => (text ? text.split(";") : []);
const changedAt = "2026-11-24T15:04:00Z";
const fold = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
export const isActive = (chamber: Chamber, code: string | undefined) =>
  chamber.statuses.some((status) => status.code === code && status.active_member);

function memberRow(chamber: Chamber, { fields }: Kept, reps: number): Schemas["MemberRow"] {
  const text = (name: string) => fields[name] ?? "";
  return {
    member_id: text("member_id"),
    company: text("company"),
    file_by: text("file_by"),
    status: text("status"),
    status_description: chamber.statuses.find((status) => status.code === fields.status)?.description ?? "",
    active: isActive(chamber, fields.status),
    type: text("type"),
    city: text("city"),
    state: text("state"),
    phone: text("phone"),
    website: text("website"),
    joined: fields.joined || null,
    dropped: fields.dropped || null,
    reps,
  };
}

function repRow(chamber: Chamber, { fields }: Kept): Schemas["RepRow"] {
  const text = (name: string) => fields[name] ?? "";
  const member = chamber.members.get(text("member_id"))?.fields ?? {};
  return {
    rep_id: text("rep_id"),
    member_id: text("member_id"),
    company: member.company ?? "",
    first_name: text("first_name"),
    last_name: text("last_name"),
    job_title: text("job_title"),
    email: text("email"),
    phone: text("phone"),
    city: text("city") || (member.city ?? ""),
    groups: listed(fields.groups),
    attributes: listed(fields.attributes),
    status: member.status ?? "",
    active: isActive(chamber, member.status),
    billing_rep: fields.billing_rep === "yes",
    updated: changedAt,
  };
}

type Row = Record<string, unknown>;

/** A page as the query asks for it: searched, sorted, cut. */
function page<T extends object>(rows: T[], query: URLSearchParams, standard: string) {
  const wanted = fold(query.get("search") ?? "");
  const seen = rows.filter((row) => wanted === "" || fold(Object.values(row).join(" ")).includes(wanted));
  const sort = query.get("sort") ?? standard;
  const key = (row: Row) => fold(String((sort === "order" || sort === "file_by" ? row.company : row[sort]) ?? ""));
  const sign = query.get("descending") === "true" ? -1 : 1;
  seen.sort((a, b) => sign * key(a as Row).localeCompare(key(b as Row), "en", { numeric: true }));
  const offset = Number(query.get("offset") ?? 0);
  return { total: seen.length, offset, rows: seen.slice(offset, offset + Number(query.get("limit") ?? 100)) };
}

export function repsBy(chamber: Chamber, query: URLSearchParams | Row): Schemas["RepRow"][] {
  const get = (name: string) => (query instanceof URLSearchParams ? query.get(name) : query[name]?.toString());
  return [...chamber.reps.values()]
    .map((rep) => repRow(chamber, rep))
    .filter(
      (row) =>
        (!get("member") || row.member_id === get("member")) &&
        (!get("group") || row.groups.includes(get("group") ?? "")) &&
        (!get("attribute") || row.attributes.includes(get("attribute") ?? "")) &&
        (!get("status") || row.status === get("status")) &&
        (!get("active") || String(row.active) === get("active")),
    );
}

export function listReps(chamber: Chamber, query: URLSearchParams) {
  return page(repsBy(chamber, query), query, "order");
}

export function listMembers(chamber: Chamber, query: URLSearchParams) {
  const counts = new Map<string, number>();
  for (const { fields } of chamber.reps.values()) {
    counts.set(fields.member_id ?? "", (counts.get(fields.member_id ?? "") ?? 0) + 1);
  }
  const rows = [...chamber.members.values()]
    .map((member) => memberRow(chamber, member, counts.get(member.fields.member_id ?? "") ?? 0))
    .filter((row) => !query.get("status") || row.status === query.get("status"));
  return page(rows, query, "file_by");
}

export function member(chamber: Chamber, id: string): Schemas["Member"] | null {
  const kept = chamber.members.get(id);
  if (!kept) return null;
  const reps = repsBy(chamber, { member: id }).length;
  return {
    member_id: id,
    version: String(kept.version),
    active: isActive(chamber, kept.fields.status),
    reps,
    fields: kept.fields,
  };
}

export function rep(chamber: Chamber, id: string): Schemas["Rep"] | null {
  const kept = chamber.reps.get(id);
  if (!kept) return null;
  const { company, status, active } = repRow(chamber, kept);
  const { password, ...fields } = kept.fields;
  return {
    rep_id: id,
    version: String(kept.version),
    company,
    status,
    active,
    has_password: password !== undefined && password !== "",
    created: "2024-05-02T10:00:00Z",
    updated: changedAt,
    fields,
  };
}

export function groups(chamber: Chamber): Schemas["RepGroup"][] {
  return chamber.groups.toSorted().map((name) => {
    const reps = repsBy(chamber, { group: name });
    const reserved = name.toLowerCase() === "active members";
    return {
      name,
      reps: reps.length,
      usable: reps.filter((row) => row.email !== "").length,
      reason: reserved
        ? "“Active Members” is the list that Muster keeps itself; rename the group to use it as a list."
        : null,
    };
  });
}

export function attributes(chamber: Chamber): Schemas["RepAttribute"][] {
  return chamber.attributes.toSorted().map((name) => ({
    name,
    reps: repsBy(chamber, { attribute: name }).length,
    reserved: name === "Unsubscribed from CC",
  }));
}

export function memberStatuses(chamber: Chamber): Schemas["MemberStatus"][] {
  const members = [...chamber.members.values()];
  return chamber.statuses.map((status) => ({
    ...status,
    members: members.filter(({ fields }) => fields.status === status.code).length,
  }));
}

/** Carries a procedure out on the chosen Reps. */
export function procedure(chamber: Chamber, body: { procedure: string; name?: string; reps: Schemas["RepChoice"] }) {
  const ids =
    body.reps.rep_ids ??
    listReps(chamber, new URLSearchParams({ ...(body.reps.all_of as Fields), limit: "1000000" })).rows.map(
      (row) => row.rep_id,
    );
  let changed = 0;
  for (const id of ids) {
    const kept = chamber.reps.get(id);
    if (!kept) continue;
    if (body.procedure === "delete_reps") {
      chamber.reps.delete(id);
      changed += 1;
      continue;
    }
    const column = body.procedure.endsWith("_group") ? "groups" : "attributes";
    const before = listed(kept.fields[column]);
    const others = before.filter((name) => name !== body.name);
    const after = /^(add|assign)/.test(body.procedure) ? [...others, body.name ?? ""].sort() : others;
    if (after.length === before.length) continue;
    kept.fields[column] = after.join(";");
    kept.version += 1;
    changed += 1;
  }
  return { matched: ids.length, changed };
}
