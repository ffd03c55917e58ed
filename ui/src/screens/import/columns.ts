// What files may hold, and what their columns are called on the pages.
import { memberLabels } from "../../modules/members/fields";
import { repLabels } from "../../modules/reps/fields";
import { flags } from "../../modules/statuses/columns";

export const kinds = ["statuses", "members", "reps"] as const;
export type Kind = (typeof kinds)[number];

export const isKind = (value: unknown): value is Kind => kinds.some((kind) => kind === value);

export const kindTitles: Record<Kind, string> = { statuses: "Member Statuses", members: "Members", reps: "Reps" };

const labels: Record<Kind, Record<string, string>> = {
  statuses: {
    code: "Code",
    description: "Description",
    ...Object.fromEntries(flags.map(({ name, label }) => [name, label])),
  },
  members: { member_id: "Member ID", ...memberLabels },
  reps: { rep_id: "Rep ID", ...repLabels, password: "Password" },
};

/** A column of a newer server goes by its own name. */
export function columnLabel(kind: Kind, column: string): string {
  return labels[kind][column] ?? column;
}
