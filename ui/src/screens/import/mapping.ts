// The files of an import and which column each heading stands for. Pure.
import type { Upload } from "../../api/types";
import { columnLabel, type Kind, kinds, kindTitles } from "./columns";

export type Encoding = "automatic" | "windows-1252";

export interface ChosenFile {
  upload: Upload;
  /** As it was asked for. */
  encoding: Encoding;
  /** null: nobody has said yet, and the server could not tell. */
  kind: Kind | null;
  /** One for each heading; null leaves it out. */
  columns: (string | null)[];
  /** The server no longer has it. */
  gone: boolean;
}

export const mostFiles = kinds.length;

/** A file as the server proposes it. */
export function proposed(upload: Upload, encoding: Encoding): ChosenFile {
  return { upload, encoding, kind: upload.kind, columns: [...upload.columns], gone: false };
}

/** The same file taken for another kind: its headings are matched anew. */
export function withKind(file: ChosenFile, kind: Kind): ChosenFile {
  return { ...file, kind, columns: [...file.upload.proposals[kind]] };
}

export function withColumn(file: ChosenFile, index: number, column: string | null): ChosenFile {
  return { ...file, columns: file.columns.map((present, at) => (at === index ? column : present)) };
}

/** A file chosen again, corrected say: where its headings are the same, what was set stays. */
export function chosenAgain(before: ChosenFile, upload: Upload, encoding: Encoding): ChosenFile {
  const after = proposed(upload, encoding);
  const { headings } = before.upload;
  const same = headings.length === upload.headings.length && headings.every((name, at) => name === upload.headings[at]);
  return same ? { ...after, kind: before.kind, columns: before.columns } : after;
}

/** The files with one more, in the place of one of the same name. */
export function withUpload(files: readonly ChosenFile[], upload: Upload, encoding: Encoding): ChosenFile[] {
  const before = files.find((file) => file.upload.name === upload.name);
  if (!before) return [...files, proposed(upload, encoding)];
  return files.map((file) => (file === before ? chosenAgain(before, upload, encoding) : file));
}

/** How a heading is called on the page: one without a name by its place. */
export function headingTitle(headings: readonly string[], index: number): string {
  return headings[index] || `Column ${index + 1}`;
}

/** Of headings that stand for the same column: the others, by index. */
export function rivals(file: ChosenFile, index: number): number[] {
  const column = file.columns[index] ?? null;
  if (column === null) return [];
  return file.columns.flatMap((other, at) => (other === column && at !== index ? [at] : []));
}

const title = (file: ChosenFile, index: number) => `“${headingTitle(file.upload.headings, index)}”`;

/** What keeps this file from being imported, as sentences; none: it can be. */
export function problems(file: ChosenFile, all: readonly ChosenFile[]): string[] {
  const { kind, upload, columns } = file;
  if (file.gone) return ["The server no longer has this file. Choose it again; what you have set stays."];
  if (kind === null) return ["Say what the file holds."];
  const found: string[] = [];
  if (all.some((other) => other !== file && other.kind === kind)) {
    found.push(`Another file holds ${kindTitles[kind]} as well; one of them must be something else, or go.`);
  }
  const key = upload.choices[kind][0];
  if (key !== undefined && !columns.includes(key)) {
    found.push(`No heading stands for ${columnLabel(kind, key)}, which tells one row from another.`);
  }
  for (const [index, column] of columns.entries()) {
    const [other, ...more] = rivals(file, index);
    if (column === null || other === undefined || other < index) continue;
    const others = [other, ...more].map((at) => title(file, at)).join(" and ");
    found.push(`${title(file, index)} and ${others} cannot both be ${columnLabel(kind, column)}.`);
  }
  return found;
}

/** A new record cannot be without these; one that is there already has them. */
const neededByNew: Record<Kind, readonly string[]> = {
  statuses: [],
  members: ["company", "status"],
  reps: ["member_id"],
};

/** What is worth knowing before the file is imported, as sentences. */
export function notes({ upload, kind, columns }: ChosenFile): string[] {
  const found: string[] = [];
  if (kind !== null) {
    const missing = neededByNew[kind].filter((column) => !columns.includes(column));
    if (missing.length > 0) {
      const names = missing.map((column) => columnLabel(kind, column)).join(" and ");
      found.push(`No heading stands for ${names}: only rows of ${kindTitles[kind]} that are here already can come in.`);
    }
  }
  if (upload.rows.length === 0) found.push("The file has headings, and no rows below them.");
  return found;
}

/** Whether the first rows hold what could not be read: an older Windows file, mostly. */
export function looksMisread({ upload }: ChosenFile): boolean {
  return [upload.headings, ...upload.rows].some((row) => row.some((cell) => cell.includes("\uFFFD")));
}

const secretHeading = /pass(word|wort|phrase)|contrase|mot de passe|\bpin\b/i;

/** Whether what stands below a heading is for nobody's eyes. */
export function isSecret({ upload, columns }: ChosenFile, index: number): boolean {
  return columns[index] === "password" || secretHeading.test(upload.headings[index] ?? "");
}

/** The file as the browser may keep it: without secrets. */
export function withoutSecrets(file: ChosenFile): ChosenFile {
  const rows = file.upload.rows.map((row) => row.map((cell, index) => (isSecret(file, index) && cell ? "•••" : cell)));
  return { ...file, upload: { ...file.upload, rows } };
}
