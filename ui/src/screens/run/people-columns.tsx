import type { RunPerson } from "../../api/types";
import { fieldLabel } from "../../parts/filter/fields";
import { Link } from "../../parts/Link";
import type { Column } from "../../parts/table/columns";
import { address } from "../../router/routes";
import { outcomeInWords } from "./tabs";

/** "Job title: Owner → Head baker". A secret is named without its values (R29). */
function changesInWords({ changes }: RunPerson): string {
  return changes
    .map(({ field, old, new: now }) => {
      const label = fieldLabel(field);
      return old === null && now === null ? `${label} changed` : `${label}: ${old || "(blank)"} → ${now || "(blank)"}`;
    })
    .join("; ");
}

function listsInWords({ lists_added, lists_removed, lists_held_back }: RunPerson): string {
  return [
    lists_added.length > 0 && `to ${lists_added.join(", ")}`,
    lists_removed.length > 0 && `off ${lists_removed.join(", ")}`,
    lists_held_back.length > 0 && `not put back on ${lists_held_back.join(", ")}`,
  ]
    .filter(Boolean)
    .join("; ");
}

export function peopleColumns(database: number, isUndo: boolean): readonly Column<RunPerson>[] {
  return [
    {
      id: "email",
      title: "Address",
      width: 240,
      narrow: true,
      cell: ({ email }) =>
        email === "" ? (
          ""
        ) : (
          <Link to={address("people", { database: String(database) }, { address: email })}>{email}</Link>
        ),
    },
    { id: "name", title: "Name", width: 160, cell: ({ name }) => name },
    { id: "rep", title: "Rep ID", width: 90, spare: true, cell: ({ rep_id }) => rep_id ?? "" },
    {
      id: "outcome",
      title: "What becomes of it",
      width: 220,
      narrow: true,
      cell: ({ outcome }) => outcomeInWords(outcome, isUndo),
    },
    { id: "changes", title: "Old → new", width: 320, cell: changesInWords },
    { id: "lists", title: "Lists", width: 220, cell: listsInWords },
    { id: "reason", title: "Why", width: 360, cell: ({ reason }) => reason ?? "" },
  ];
}
