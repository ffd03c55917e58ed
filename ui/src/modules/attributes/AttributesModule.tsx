import { answer, api } from "../../api/client";
import { attributesQuery } from "../../api/queries";
import type { RepAttribute } from "../../api/types";
import { useDatabase } from "../../app/session";
import { format } from "../../base/format";
import type { Column } from "../../parts/table/columns";
import { NamesModule } from "../NamesModule";

const keptByRuns = "The updates keep this attribute themselves, so it cannot be renamed or deleted.";

const columns: readonly Column<RepAttribute>[] = [
  { id: "name", title: "Rep Attribute", width: 320, sort: "name", narrow: true, cell: (row) => row.name },
  {
    id: "reps",
    title: "Reps",
    width: 90,
    sort: "reps",
    align: "end",
    narrow: true,
    cell: (row) => format.number(row.reps),
  },
  { id: "note", title: "Note", width: 360, cell: (row) => (row.reserved ? "Kept by the updates" : "") },
];

export default function AttributesModule() {
  const database = useDatabase();
  const at = { database: database.id };
  return (
    <NamesModule<RepAttribute>
      kind={{
        noun: ["Rep Attribute", "Rep Attributes"],
        restriction: "attribute",
        icon: "tag",
        teaches: "A Rep Attribute is a label on Reps, for filters: “Donor”, say.",
        renaming: "Saved selections that name it must be set up again.",
        deleting: "Its Reps stay; they lose the label.",
      }}
      query={attributesQuery(database.id)}
      columns={columns}
      note={(row) => (row.reserved ? keptByRuns : null)}
      locked={(row) => (row.reserved ? keptByRuns : null)}
      add={(name) => answer(api.POST("/databases/{database}/attributes", { params: { path: at }, body: { name } }))}
      rename={(from, name) =>
        answer(
          api.PATCH("/databases/{database}/attributes/{name}", {
            params: { path: { ...at, name: from } },
            body: { name },
          }),
        )
      }
      remove={(name) =>
        answer(api.DELETE("/databases/{database}/attributes/{name}", { params: { path: { ...at, name } } }))
      }
    />
  );
}
