import { answer, api } from "../../api/client";
import { groupsQuery } from "../../api/queries";
import type { RepGroup } from "../../api/types";
import { useDatabase } from "../../app/session";
import { format } from "../../base/format";
import type { Column } from "../../parts/table/columns";
import { NamesModule } from "../NamesModule";

const columns: readonly Column<RepGroup>[] = [
  { id: "name", title: "Rep Group", width: 320, sort: "name", narrow: true, cell: (row) => row.name },
  {
    id: "reps",
    title: "Reps",
    width: 90,
    sort: "reps",
    align: "end",
    narrow: true,
    cell: (row) => format.number(row.reps),
  },
  {
    id: "usable",
    title: "With a Usable Address",
    width: 170,
    sort: "usable",
    align: "end",
    cell: (row) => format.number(row.usable),
  },
  { id: "reason", title: "Note", width: 360, cell: (row) => row.reason ?? "" },
];

export default function GroupsModule() {
  const database = useDatabase();
  const at = { database: database.id };
  return (
    <NamesModule<RepGroup>
      kind={{
        noun: ["Rep Group", "Rep Groups"],
        restriction: "group",
        icon: "people",
        teaches:
          "A Rep Group is a committee, a board, or any other set of Reps. It can become a list in Constant Contact.",
        renaming:
          "Its list in Constant Contact keeps its old name and its Contacts; the next update looks for a list of the new name.",
        deleting: "Its Reps stay, and so do the list of this name in Constant Contact and the Contacts on it.",
      }}
      query={groupsQuery(database.id)}
      columns={columns}
      note={(row) => row.reason}
      locked={() => null}
      add={(name) => answer(api.POST("/databases/{database}/groups", { params: { path: at }, body: { name } }))}
      rename={(from, name) =>
        answer(
          api.PATCH("/databases/{database}/groups/{name}", { params: { path: { ...at, name: from } }, body: { name } }),
        )
      }
      remove={(name) =>
        answer(api.DELETE("/databases/{database}/groups/{name}", { params: { path: { ...at, name } } }))
      }
    />
  );
}
