// What the fields of a filter are called, and which operators and values each kind takes. Pure.
import type { FilterField } from "../../api/types";
import type { Criterion, Operator } from "./grammar";

type Kind = FilterField["kind"];

const labels: Record<string, string> = {
  member_id: "Member ID",
  company: "Company",
  status: "Member Status",
  active: "Active member",
  type: "Member type",
  city: "City",
  state: "State",
  postal_code: "Postal code",
  joined: "Joined",
  dropped: "Dropped",
  attribute: "Attribute",
  rep_id: "Rep ID",
  first_name: "First name",
  last_name: "Last name",
  job_title: "Job title",
  email: "E-mail address",
  has_email: "Has a usable address",
  group: "Rep Group",
  billing_rep: "Billing Rep",
  created: "Created",
  updated: "Changed",
};

/** "postal_code" is "Postal code"; a field of a newer server by its own name. */
export function fieldLabel(name: string): string {
  return labels[name] ?? name.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());
}

const words: Record<Operator, string> = {
  "=": "is",
  "!=": "is not",
  "<=": "up to",
  ">=": "from",
  "~": "contains",
};

export function operatorLabel(operator: Operator, kind: Kind): string {
  if (kind === "date" && operator === "<=") return "on or before";
  if (kind === "date" && operator === ">=") return "on or after";
  return words[operator];
}

/** The operators that a kind of value takes, the likeliest first. */
export function operatorsFor(kind: Kind): readonly Operator[] {
  if (kind === "yes_no") return ["="];
  if (kind === "date" || kind === "number") return [">=", "<=", "=", "!="];
  return ["=", "!=", "~"];
}

/** One value at a time, for "contains", "from" and "up to". */
export function takesOneValue(operator: Operator): boolean {
  return operator === "~" || operator === "<=" || operator === ">=";
}

/** A criterion to begin with for a field. */
export function newCriterion(field: FilterField): Criterion {
  const operator = operatorsFor(field.kind)[0] ?? "=";
  return { field: field.name, operator, values: field.kind === "yes_no" ? ["yes"] : [] };
}

/** The criterion with another operator: values that the operator can take stay. */
export function withOperator(criterion: Criterion, operator: Operator): Criterion {
  const values = takesOneValue(operator) ? criterion.values.slice(0, 1) : criterion.values;
  return { ...criterion, operator, values };
}

/** Whether it says enough to be used: an empty value stands for "blank" only where it was chosen. */
export function isComplete({ operator, values }: Criterion): boolean {
  if (values.length === 0) return false;
  return !takesOneValue(operator) || (values[0] ?? "").trim() !== "";
}
