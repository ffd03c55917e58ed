// Imports of the stand-in server: plain CSV files without quotes, and of all that can be wrong only an address with a blank.
import type { components } from "../src/api/schema.ts";
import type { Chamber } from "./chamber.ts";

type Schemas = components["schemas"];
type Kind = "statuses" | "members" | "reps";

const choices: Record<Kind, string[]> = {
  statuses: ["code", "description", "active_member", "pays_dues"],
  members: "member_id company file_by status type street city state postal_code phone website joined".split(" "),
  reps: "rep_id member_id first_name last_name job_title email phone username password groups attributes".split(" "),
};
const kinds = Object.keys(choices) as Kind[];
const uploads = new Map<string, { name: string; rows: string[][] }>();

const columnOf = (heading: string, kind: Kind) =>
  choices[kind].find((column) => column === heading.trim().toLowerCase().replace(/[ _]+/g, "_")) ?? null;

/** What an uploaded file looks like; null for one without a line. */
export function upload(name: string, text: string): Schemas["Upload"] | null {
  const rows = text.split(/\r?\n/).flatMap((line) => (line === "" ? [] : [line.split(",")]));
  const headings = rows.shift();
  if (!headings) return null;
  const upload_id = `U${uploads.size + 1}`;
  uploads.set(upload_id, { name, rows });
  const proposals = Object.fromEntries(
    kinds.map((kind) => [kind, headings.map((heading) => columnOf(heading, kind))]),
  ) as Record<Kind, (string | null)[]>;
  const kind =
    kinds.toReversed().find((candidate) => proposals[candidate].includes(choices[candidate][0] ?? "")) ?? null;
  return {
    upload_id,
    name,
    bytes: text.length,
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    kind,
    encoding: "UTF-8",
    delimiter: "comma",
    headings,
    columns: kind ? proposals[kind] : headings.map(() => null),
    rows: rows.slice(0, 20),
    warnings: [],
    choices,
    proposals,
  };
}

interface Wish {
  dry_run?: boolean;
  skip_bad_rows?: boolean;
  files: { upload_id: string; kind: Kind; columns: (string | null)[] }[];
}

/** null where a file is not there any more. */
export function importFiles(chamber: Chamber, wish: Wish): Schemas["ImportResult"] | null {
  const result: Schemas["ImportResult"] = { kept: false, error_count: 0, files: [], warnings: [], errors: [] };
  const good: { kind: Kind; fields: Record<string, string> }[] = [];
  for (const { upload_id, kind, columns } of wish.files) {
    const found = uploads.get(upload_id);
    if (!found) return null;
    const counts = {
      kind,
      name: found.name,
      rows: found.rows.length,
      created: 0,
      updated: 0,
      unchanged: 0,
      skipped: 0,
    };
    for (const [at, row] of found.rows.entries()) {
      const bad = columns.findIndex((column, cell) => column === "email" && row[cell]?.includes(" "));
      if (bad >= 0) {
        const reason = `"${row[bad]}" is no e-mail address.`;
        result.errors.push({ kind, file: found.name, line: at + 2, cell: bad + 1, column: "E-mail", reason });
        counts.skipped += 1;
      } else {
        const fields = Object.fromEntries(
          columns.flatMap((column, cell) => (column ? [[column, row[cell] ?? ""]] : [])),
        );
        good.push({ kind, fields });
        counts.created += 1;
      }
    }
    result.files.push(counts);
  }
  result.error_count = result.errors.length;
  result.kept = !wish.dry_run && (result.error_count === 0 || wish.skip_bad_rows === true);
  for (const { kind, fields } of result.kept ? good : []) {
    if (kind === "statuses") continue;
    const id = fields[kind === "members" ? "member_id" : "rep_id"] ?? "";
    chamber[kind].set(id, { number: chamber[kind].size + 1, version: 1, fields });
  }
  return result;
}
