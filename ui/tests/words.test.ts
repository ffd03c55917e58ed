import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { starterInWords } from "../src/app/run-words";
import { optionHint, optionName } from "../src/screens/installation/option-words";
import { deedInWords } from "../src/screens/staff/audit-words";

const sources = new URL("../../src/", import.meta.url);
const textOf = (path: string) => readFileSync(new URL(path, sources), "utf8");

test("every change that a route writes down has words of its own", () => {
  const routes = readdirSync(new URL("web/", sources)).filter((name) => /^routes_.*\.cpp$/.test(name));
  const rows = routes.flatMap(
    (name) => textOf(`web/${name}`).match(/\{"[A-Z]+", "\/[^{}]*(\{[a-z_]+\}[^{}]*)*\}/g) ?? [],
  );
  const deeds = rows
    .map((row) => row.replace(/\s+/g, " ").match(/, [a-z_]+, "([a-z_.-]+)"/)?.[1])
    .filter((deed) => deed);
  expect(deeds.length).toBeGreaterThan(25);
  expect(deeds.filter((deed) => !/^[A-Z]/.test(deedInWords(deed ?? "")))).toEqual([]);
});

test("what only the command line does is named as there", () => {
  expect(deedInWords("store.copy")).toBe("store copy");
  expect(deedInWords("rep.set")).toBe("Changed a Rep");
});

test("every setting has a name and a sentence", () => {
  const keys = [...textOf("app/options.cpp").matchAll(/\{"([a-z_]+)", OptionKind::/g)].map(([, key]) => key ?? "");
  expect(keys.length).toBeGreaterThan(12);
  const option = { kind: "number", help: "days of it", range: "1 to 36500", standard: "400", value: "400" } as const;
  for (const key of keys) expect(optionName({ ...option, key })).not.toBe(optionName({ ...option, key: `${key}_` }));
  expect(optionName({ ...option, key: "brand_new" })).toBe("Brand new");
  expect(optionHint({ ...option, key: "history_days" })).toBe("Days of it. Takes 1 to 36,500; 400 unless set.");
  expect(optionHint({ ...option, key: "notify", standard: "" })).toBe(
    "Days of it. Takes 1 to 36,500; empty unless set.",
  );
  expect(optionHint({ ...option, key: "x", kind: "yes_no", help: "yes: they come back" })).toBe("They come back.");
});

test("a run that no person began says what began it", () => {
  expect(["cli", "schedule", "Ana"].map(starterInWords)).toEqual(["the command line", "the schedule", "Ana"]);
});
