// The fields of a Rep as its pages show them: the columns of the CSV files.
import type { FieldSpec } from "../FieldGrid";

export const repGeneral: readonly FieldSpec[] = [
  { name: "courtesy_title", label: "Courtesy Title" },
  { name: "first_name", label: "First Name" },
  { name: "middle_name", label: "Middle Name" },
  { name: "last_name", label: "Last Name" },
  { name: "suffix", label: "Suffix" },
  { name: "salutation", label: "Salutation" },
  { name: "job_title", label: "Job Title" },
  { name: "email", label: "E-mail", kind: "email" },
  { name: "member_id", label: "Member ID" },
  { name: "billing_rep", label: "Billing Rep", kind: "yes-no" },
];

export const repContact: readonly FieldSpec[] = [
  { name: "phone", label: "Phone", kind: "tel", hint: "Blank: the Member’s" },
  { name: "mobile", label: "Mobile", kind: "tel" },
  { name: "fax", label: "Fax", kind: "tel" },
  { name: "street", label: "Street", hint: "Address blank: the Member’s" },
  { name: "street2", label: "Street 2" },
  { name: "city", label: "City" },
  { name: "state", label: "State" },
  { name: "postal_code", label: "Postal Code" },
  { name: "country", label: "Country" },
];

export const repLogin: readonly FieldSpec[] = [
  { name: "username", label: "Username" },
  { name: "password", label: "New Password", kind: "password", autoComplete: "new-password" },
];

export const repLabels: Record<string, string> = {
  ...Object.fromEntries([...repGeneral, ...repContact, ...repLogin].map(({ name, label }) => [name, label])),
  groups: "Rep Groups",
  attributes: "Rep Attributes",
};
