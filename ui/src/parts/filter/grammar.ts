// Filter expressions as the command line takes them: `field=V1,V2`, `!=`, `<=`, `>=`, `~`. Pure.

export type Operator = "=" | "!=" | "<=" | ">=" | "~";

export interface Criterion {
  field: string;
  operator: Operator;
  values: string[];
}

const operators: readonly Operator[] = ["=", "!=", "<=", ">=", "~"];
const blanks = " \t\r\n\v\f";

function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && blanks.includes(text.charAt(from))) from += 1;
  while (to > from && blanks.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** The criterion that an expression means, or null where it is none. */
export function parseCriterion(expression: string): Criterion | null {
  const sign = expression.search(/[=!<>~]/);
  if (sign === -1) return null;
  const operator = operators.find((candidate) => expression.startsWith(candidate, sign));
  if (!operator) return null;
  const rest = trimmed(expression.slice(sign + operator.length));
  const values = operator === "~" && !rest.startsWith('"') ? [rest] : parseValues(rest);
  return values && { field: trimmed(expression.slice(0, sign)), operator, values };
}

/** Values between commas; one in double quotes may hold commas, and a double quote written twice. */
function parseValues(text: string): string[] | null {
  const values: string[] = [];
  let rest = text;
  while (true) {
    rest = trimmed(rest);
    const quoted = rest.startsWith('"') ? /^"((?:[^"]|"")*)"(.*)$/s.exec(rest) : null;
    if (rest.startsWith('"') && !quoted) return null;
    const plain = rest.includes(",") ? rest.slice(0, rest.indexOf(",")) : rest;
    values.push(quoted ? (quoted[1] ?? "").replaceAll('""', '"') : trimmed(plain));
    const behind = quoted ? trimmed(quoted[2] ?? "") : rest.slice(plain.length);
    if (behind === "") return values;
    if (!behind.startsWith(",")) return null;
    rest = behind.slice(1);
  }
}

/** The expression of a criterion; parseCriterion gives the same criterion back. */
export function expressionOf({ field, operator, values }: Criterion): string {
  return field + operator + values.map(quotedIfNeeded).join(",");
}

function quotedIfNeeded(value: string): string {
  if (!/[,"]/.test(value) && trimmed(value) === value) return value;
  return `"${value.replaceAll('"', '""')}"`;
}
