import { expect, test } from "vitest";
import type { Upload } from "../src/api/types";
import { errorsCsv } from "../src/screens/import/errors-csv";
import {
  chosenAgain,
  isSecret,
  looksMisread,
  notes,
  problems,
  proposed,
  withColumn,
  withKind,
  withoutSecrets,
  withUpload,
} from "../src/screens/import/mapping";

const upload: Upload = {
  upload_id: "U1",
  name: "people.csv",
  bytes: 99,
  expires_at: "2026-11-25T20:00:00Z",
  kind: "reps",
  encoding: "UTF-8",
  delimiter: "comma",
  headings: ["Rep ID", "Firm", "Mail", "Password"],
  columns: ["rep_id", null, null, "password"],
  rows: [["R1", "100", "ana@oakstreet.example", "secret"]],
  warnings: [],
  choices: {
    statuses: ["code", "description"],
    members: ["member_id", "company", "status"],
    reps: ["rep_id", "member_id", "email", "password"],
  },
  proposals: {
    statuses: [null, null, null, null],
    members: [null, null, null, null],
    reps: ["rep_id", null, null, "password"],
  },
};
const file = proposed(upload, "automatic");

test("a file begins with what the server proposes, and can come in when its key has a heading", () => {
  expect(file.columns).toEqual(["rep_id", null, null, "password"]);
  expect(problems(file, [file])).toEqual([]);
});

test("a file that the server cannot tell must be given a kind first", () => {
  const unknown = { ...file, kind: null };
  expect(problems(unknown, [unknown])).toEqual(["Say what the file holds."]);
});

test("another kind takes the server's mapping for it, and its key may be missing", () => {
  const members = withKind(file, "members");
  expect(members.columns).toEqual([null, null, null, null]);
  expect(problems(members, [members])).toEqual(["No heading stands for Member ID, which tells one row from another."]);
});

test("two headings for one column are named once", () => {
  const twice = withColumn(withColumn(withColumn(file, 1, "email"), 2, "email"), 3, "email");
  expect(problems(twice, [twice])).toEqual(["“Firm” and “Mail” and “Password” cannot both be E-mail."]);
});

test("two files of one kind are a problem of both", () => {
  const other = proposed({ ...upload, upload_id: "U2", name: "more.csv" }, "automatic");
  const sentence = "Another file holds Reps as well; one of them must be something else, or go.";
  expect(problems(file, [file, other])).toEqual([sentence]);
  expect(problems(other, [file, other])).toEqual([sentence]);
});

test("what only new records need is said, and keeps nothing out", () => {
  expect(notes(file)).toEqual([
    "No heading stands for Member ID: only rows of Reps that are here already can come in.",
  ]);
  expect(notes(withColumn(file, 1, "member_id"))).toEqual([]);
  expect(notes(withColumn(proposed({ ...upload, rows: [] }, "automatic"), 1, "member_id"))).toEqual([
    "The file has headings, and no rows below them.",
  ]);
});

test("a file chosen again keeps what was set, if its headings are the same", () => {
  const set = withColumn(withColumn(file, 1, "member_id"), 2, "email");
  const again = { ...upload, upload_id: "U2" };
  expect(chosenAgain({ ...set, gone: true }, again, "automatic")).toEqual({ ...set, upload: again });
  const changed = { ...again, headings: ["Rep ID", "Firm", "E-mail", "Password"] };
  expect(chosenAgain(set, changed, "automatic").columns).toEqual(upload.columns);
  expect(withUpload([set], again, "automatic")).toHaveLength(1);
  expect(withUpload([set], { ...again, name: "more.csv" }, "automatic")).toHaveLength(2);
});

test("a file that the server threw away says so, whatever else is wrong", () => {
  const gone = { ...file, kind: null, gone: true };
  expect(problems(gone, [gone])).toEqual([
    "The server no longer has this file. Choose it again; what you have set stays.",
  ]);
});

test("the browser keeps no passwords, neither by heading nor by mapping", () => {
  expect(withoutSecrets(file).upload.rows).toEqual([["R1", "100", "ana@oakstreet.example", "•••"]]);
  expect(isSecret(withColumn(file, 2, "password"), 2)).toBe(true);
  expect(isSecret(withColumn(file, 3, null), 3)).toBe(true);
  expect(isSecret(file, 0)).toBe(false);
});

test("characters that could not be read are noticed in headings and rows", () => {
  expect(looksMisread(file)).toBe(false);
  expect(looksMisread(proposed({ ...upload, rows: [["R1", "D\uFFFDaz"]] }, "automatic"))).toBe(true);
});

test("bad rows are saved with quotes where they need them, and no cell is a formula", () => {
  const errors = [
    { kind: "reps" as const, file: "a,b.csv", line: 7, cell: 3, column: "=Mail", reason: '"x y" is no address.' },
  ];
  expect(errorsCsv(errors)).toBe(
    '\uFEFFFile,Line,Column,What is wrong\r\n"a,b.csv",7,\'=Mail,"""x y"" is no address."\r\n',
  );
});
