import type { MemberStatus } from "../../api/types";
import { format } from "../../base/format";
import type { Column } from "../../parts/table/columns";

export type Flag = Exclude<keyof MemberStatus, "code" | "description" | "members">;

/** The check boxes of a Member Status, as the original names them, and what each is for. */
export const flags: readonly { name: Flag; label: string; hint: string }[] = [
  { name: "active_member", label: "Active member", hint: "Its Reps belong on the list Active Members" },
  { name: "pays_dues", label: "Pays dues", hint: "" },
  { name: "eligible_for_referral", label: "Eligible for referral", hint: "" },
  { name: "list_in_directory", label: "List in directory", hint: "" },
  { name: "members_only_access", label: "Members-only access", hint: "" },
];

export const statusColumns: readonly Column<MemberStatus>[] = [
  { id: "code", title: "Code", width: 90, sort: "code", narrow: true, cell: (row) => row.code },
  {
    id: "description",
    title: "Description",
    width: 200,
    sort: "description",
    narrow: true,
    cell: (row) => row.description,
  },
  ...flags.map(({ name, label }) => ({
    id: name,
    title: label,
    width: 150,
    sort: name,
    cell: (row: MemberStatus) => (row[name] ? "Yes" : ""),
  })),
  {
    id: "members",
    title: "Members",
    width: 90,
    sort: "members",
    align: "end",
    cell: (row) => format.number(row.members),
  },
];
