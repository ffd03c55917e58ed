import { expect, test } from "vitest";
import { address, parse, paths, type RouteName } from "../src/router/routes";

test("an address carries database, module, filter, sort and selection", () => {
  expect(parse("/databases/3/reps?group=Board&sort=-updated&selected=R17")).toEqual({
    name: "reps",
    params: { database: "3" },
    query: { group: "Board", sort: "-updated", selected: "R17" },
  });
});

test("names with any character go through an address and back", () => {
  const run = "a/b?c#d%é";
  const to = address("run", { database: "1", run }, { search: "Müller & Söhne", group: "" });
  expect(to).not.toContain("group");
  expect(parse(to)).toEqual({ name: "run", params: { database: "1", run }, query: { search: "Müller & Söhne" } });
});

test.each(Object.keys(paths) as RouteName[])("the address of %s leads to it", (name) => {
  const params = { database: "7", run: "20261126-1" };
  expect(parse(address(name, params)).name).toBe(name);
});

test("an address that means nothing is unknown, and a broken escape is no crash", () => {
  expect(parse("/databases/1/nothing").name).toBe("unknown");
  expect(parse("/databases//reps").name).toBe("unknown");
  expect(parse("/databases/1/runs/%E0%A4%A").params.run).toBe("%E0%A4%A");
  expect(parse("/databases/1/reps/").name).toBe("reps");
  expect(parse("/").name).toBe("dashboard");
});

test("an address without its parameter is a programmer's mistake", () => {
  expect(() => address("reps")).toThrow("needs database");
});
