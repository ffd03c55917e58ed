// The files of an import and how their headings stand for columns. Pure.
import type { Upload } from "../../api/types";

export const kinds = ["statuses", "members", "reps"] as const;
export type Kind = (typeof kinds)[number];

export const kindTitles: Record<Kind, string> = { statuses: "Member Statuses", members: "Members", reps: "Reps" };

export interface ChosenFile {
  upload: Upload;
  kind: Kind;
  /** One for each heading; null leaves it out. */
  columns: (string | null)[];
}

/** The column of this name, however it is written: "E-Mail" is not "email", but "Rep ID" is "rep_id". */
function columnOf(heading: string, columns: readonly string[]): string | null {
  const wanted = heading.trim().toLowerCase().replace(/[ _]+/g, "_");
  return columns.find((column) => column === wanted) ?? null;
}

/** A file as the server proposes it. */
export function proposed(upload: Upload): ChosenFile {
  const kind = upload.kind ?? "reps";
  const columns =
    upload.kind === null
      ? upload.headings.map((heading) => columnOf(heading, upload.choices[kind]))
      : [...upload.columns];
  return { upload, kind, columns };
}

/** The same file taken for another kind: its headings are matched anew. */
export function withKind(file: ChosenFile, kind: Kind): ChosenFile {
  if (kind === file.upload.kind) return proposed(file.upload);
  return {
    ...file,
    kind,
    columns: file.upload.headings.map((heading) => columnOf(heading, file.upload.choices[kind])),
  };
}

/** One heading for another column; a column stands for one heading only, so the other lets go of it. */
export function withColumn(file: ChosenFile, index: number, column: string | null): ChosenFile {
  const columns = file.columns.map((present, at) => {
    if (at === index) return column;
    return present === column ? null : present;
  });
  return { ...file, columns };
}

const required: Record<Kind, readonly string[]> = {
  statuses: ["code"],
  members: ["member_id"],
  reps: ["rep_id"],
};

/** What keeps the files from being imported, as sentences; none: they can be. */
export function complaints(files: readonly ChosenFile[]): string[] {
  const found: string[] = [];
  for (const kind of kinds) {
    if (files.filter((file) => file.kind === kind).length > 1)
      found.push(`Two files are to be ${kindTitles[kind]}; choose one.`);
  }
  for (const { upload, kind, columns } of files) {
    for (const column of required[kind]) {
      if (!columns.includes(column)) found.push(`${upload.name}: no heading stands for ${column}.`);
    }
  }
  return found;
}
