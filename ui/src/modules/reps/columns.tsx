import type { RepRow } from "../../api/types";
import { format } from "../../base/format";
import type { Column } from "../../parts/table/columns";
import { repName } from "./rep-list";

export const repColumns: readonly Column<RepRow>[] = [
  {
    id: "person",
    title: "Rep",
    width: 200,
    spare: true,
    narrow: true,
    cell: (row) => (
      <span className="two-lines">
        <span>{repName(row)}</span>
        <span className="muted">{row.company}</span>
      </span>
    ),
  },
  { id: "last_name", title: "Last Name", width: 140, sort: "last_name", cell: (row) => row.last_name },
  { id: "first_name", title: "First Name", width: 120, sort: "first_name", cell: (row) => row.first_name },
  { id: "company", title: "Company", width: 210, sort: "company", cell: (row) => row.company },
  { id: "job_title", title: "Job Title", width: 150, sort: "job_title", cell: (row) => row.job_title },
  { id: "email", title: "E-mail", width: 240, sort: "email", cell: (row) => row.email },
  {
    id: "status",
    title: "Status",
    width: 84,
    sort: "status",
    narrow: true,
    cell: (row) => <span className={row.active ? "state good" : "state"}>{row.status}</span>,
  },
  { id: "groups", title: "Rep Groups", width: 200, cell: (row) => row.groups.join(", ") },
  { id: "attributes", title: "Rep Attributes", width: 180, cell: (row) => row.attributes.join(", ") },
  { id: "phone", title: "Phone", width: 130, spare: true, cell: (row) => row.phone },
  { id: "city", title: "City", width: 120, sort: "city", spare: true, cell: (row) => row.city },
  { id: "rep_id", title: "Rep ID", width: 90, sort: "rep_id", spare: true, cell: (row) => row.rep_id },
  { id: "member_id", title: "Member ID", width: 100, spare: true, cell: (row) => row.member_id },
  { id: "billing", title: "Billing Rep", width: 90, spare: true, cell: (row) => (row.billing_rep ? "Yes" : "") },
  {
    id: "updated",
    title: "Changed",
    width: 190,
    sort: "updated",
    spare: true,
    cell: (row) => format.time(row.updated),
  },
];
