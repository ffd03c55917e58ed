import type { MemberRow } from "../../api/types";
import { format } from "../../base/format";
import type { Column } from "../../parts/table/columns";

export const memberColumns: readonly Column<MemberRow>[] = [
  {
    id: "member",
    title: "Member",
    width: 220,
    spare: true,
    narrow: true,
    cell: (row) => (
      <span className="two-lines">
        <span>{row.company}</span>
        <span className="muted">{row.city}</span>
      </span>
    ),
  },
  { id: "company", title: "Company", width: 260, sort: "company", cell: (row) => row.company },
  {
    id: "status",
    title: "Member Status",
    width: 130,
    sort: "status",
    narrow: true,
    cell: (row) => (
      <span className={row.active ? "state good" : "state"} title={row.status_description}>
        {row.status_description || row.status}
      </span>
    ),
  },
  { id: "type", title: "Type", width: 120, sort: "type", cell: (row) => row.type },
  { id: "city", title: "City", width: 140, sort: "city", cell: (row) => row.city },
  { id: "state", title: "State", width: 70, sort: "state", cell: (row) => row.state },
  { id: "phone", title: "Phone", width: 140, cell: (row) => row.phone },
  { id: "joined", title: "Joined", width: 110, sort: "joined", cell: (row) => format.date(row.joined) },
  { id: "dropped", title: "Dropped", width: 110, sort: "dropped", cell: (row) => format.date(row.dropped) },
  { id: "reps", title: "Reps", width: 70, align: "end", cell: (row) => format.number(row.reps) },
  { id: "website", title: "Website", width: 180, spare: true, cell: (row) => row.website },
  { id: "file_by", title: "File By", width: 160, sort: "file_by", spare: true, cell: (row) => row.file_by },
  { id: "member_id", title: "Member ID", width: 100, sort: "member_id", spare: true, cell: (row) => row.member_id },
];
