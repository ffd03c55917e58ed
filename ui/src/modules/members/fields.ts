// The fields of a Member as its pages show them: the columns of the CSV files.
import type { Choice } from "../../parts/form/Field";
import type { FieldSpec } from "../FieldGrid";

export function memberGeneral(statuses: readonly Choice[]): readonly FieldSpec[] {
  return [
    { name: "company", label: "Company" },
    { name: "file_by", label: "File By", hint: "Blank: the company" },
    { name: "status", label: "Member Status", choices: statuses },
    { name: "type", label: "Type" },
    { name: "joined", label: "Joined", kind: "date" },
    { name: "dropped", label: "Dropped", kind: "date", hint: "For the record; the status decides who is active" },
    { name: "attributes", label: "Attributes", hint: "Several: separated by ;" },
  ];
}

export const memberContact: readonly FieldSpec[] = [
  { name: "phone", label: "Phone", kind: "tel" },
  { name: "website", label: "Website", kind: "url" },
  { name: "street", label: "Street" },
  { name: "street2", label: "Street 2" },
  { name: "city", label: "City" },
  { name: "state", label: "State" },
  { name: "postal_code", label: "Postal Code" },
  { name: "country", label: "Country" },
];

export const memberLabels: Record<string, string> = Object.fromEntries(
  [...memberGeneral([]), ...memberContact].map(({ name, label }) => [name, label]),
);
