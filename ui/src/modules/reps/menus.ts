// The menus of the Reps module. Labels are those of the original, to the letter.
import { download } from "../../api/client";
import type { MenuSpec } from "../../parts/menu/MenuBar";
import { complain } from "../../parts/messages";
import { address } from "../../router/routes";
import type { Procedure } from "./RepProcedure";

export type RepsDialog = "new" | Procedure;

interface Situation {
  database: number;
  mayEdit: boolean;
  selected: number;
  filtered: boolean;
  open: (dialog: RepsDialog) => void;
  showAll: () => void;
}

export function repMenus({ database, mayEdit, selected, filtered, open, showAll }: Situation): MenuSpec[] {
  const params = { database: String(database) };
  const none = selected === 0 ? "Select Reps first." : undefined;
  const showAllEntry = {
    id: "all",
    label: "Show All",
    action: showAll,
    reason: filtered ? undefined : "All are shown.",
    apart: mayEdit,
  };
  const record: MenuSpec = {
    id: "record",
    label: "Record",
    items: mayEdit
      ? [
          { id: "new", label: "New Row", action: () => open("new") },
          { id: "delete", label: "Delete Row", action: () => open("delete_reps"), reason: none },
          showAllEntry,
        ]
      : [showAllEntry],
  };
  const procedures: MenuSpec = {
    id: "procedures",
    label: "Procedures",
    items: [
      { id: "add", label: "Add Rep(s) to Rep Group", action: () => open("add_to_group"), reason: none },
      { id: "drop", label: "Delete Rep(s) from Rep Group", action: () => open("delete_from_group"), reason: none },
      {
        id: "assign",
        label: "Assign Rep Attribute",
        action: () => open("assign_attribute"),
        reason: none,
        apart: true,
      },
      { id: "clear", label: "Clear Rep Attribute", action: () => open("clear_attribute"), reason: none },
    ],
  };
  const automation = {
    id: "automation",
    label: "Automation",
    items: [{ id: "update", label: "Constant Contact: Update Contacts", href: address("updateContacts", params) }],
  };
  const csv = {
    id: "csv",
    label: "Reps as CSV",
    action: () => void download(`/databases/${database}/exports/reps?for_spreadsheet=true`, "reps.csv").catch(complain),
  };
  const output: MenuSpec = { id: "output", label: "Output", items: [automation, csv] };
  return mayEdit ? [record, procedures, output] : [record];
}
