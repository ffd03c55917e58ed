import { expect, test } from "vitest";
import { type Criterion, expressionOf, parseCriterion } from "../src/parts/filter/grammar";

// The same cases as tests/unit/roster/filter_grammar_test.cpp: page and command line read one grammar.
const read: [string, Criterion["field"], Criterion["operator"], string[]][] = [
  ["status=ACT", "status", "=", ["ACT"]],
  ["status=ACT,COU", "status", "=", ["ACT", "COU"]],
  [" city = New Halden , Port Marlow ", "city", "=", ["New Halden", "Port Marlow"]],
  ["city!=Lakeshore", "city", "!=", ["Lakeshore"]],
  ["joined<=2020-01-31", "joined", "<=", ["2020-01-31"]],
  ["joined>=1/31/2020", "joined", ">=", ["1/31/2020"]],
  ["company~bakery", "company", "~", ["bakery"]],
  ["company~Smith, Jones", "company", "~", ["Smith, Jones"]],
  ['company~"Smith, Jones"', "company", "~", ["Smith, Jones"]],
  ['company="Smith, Jones, and Daughters",Bank', "company", "=", ["Smith, Jones, and Daughters", "Bank"]],
  ['company="Café ""Zoé""" , Bank', "company", "=", ['Café "Zoé"', "Bank"]],
  ["company=a=b", "company", "=", ["a=b"]],
  ['company=5" pipes', "company", "=", ['5" pipes']],
  ['company=" x "', "company", "=", [" x "]],
  ["dropped=", "dropped", "=", [""]],
  ["city=Lakeshore,", "city", "=", ["Lakeshore", ""]],
  ['city=""', "city", "=", [""]],
];

test.each(read)("%s is read", (expression, field, operator, values) => {
  expect(parseCriterion(expression)).toEqual({ field, operator, values });
});

test.each(["", "status", "status<5", "status!ACT", "status>", 'city="Lake', 'city="A"B', 'city=A,"B" C'])(
  "%j is no criterion",
  (expression) => {
    expect(parseCriterion(expression)).toBeNull();
  },
);

test("quotes are written where they are needed", () => {
  expect(expressionOf({ field: "status", operator: "=", values: ["ACT", "COU"] })).toBe("status=ACT,COU");
  expect(expressionOf({ field: "company", operator: "!=", values: ["A, B", '5"'] })).toBe('company!="A, B","5"""');
  expect(expressionOf({ field: "company", operator: "~", values: [" x"] })).toBe('company~" x"');
  expect(expressionOf({ field: "dropped", operator: "=", values: [""] })).toBe("dropped=");
});

test.each(read)("%s comes back as the same criterion", (_, field, operator, values) => {
  const criterion = { field, operator, values };
  expect(parseCriterion(expressionOf(criterion))).toEqual(criterion);
});
