import type { ReactNode } from "react";
import type { RepGroup, SelectionChoices, Selections } from "../../api/types";
import { format } from "../../base/format";
import { FilterEditor } from "../../parts/filter/FilterEditor";
import { Mover } from "../../parts/mover/Mover";
import { SelectionCount } from "./SelectionCount";

export interface PageProps {
  database: number;
  groups: readonly RepGroup[];
  choices: SelectionChoices;
  selections: Selections;
  onChange: (change: Partial<Selections>) => void;
}

interface WizardPage {
  id: string;
  title: string;
  help: string;
  content: (props: PageProps) => ReactNode;
}

/** The Reps of a group that mail can go to, as the Mover shows them beside its name. */
function groupNote({ reps, usable }: RepGroup): string {
  return usable === reps ? format.number(usable) : `${format.number(usable)} of ${format.number(reps)}`;
}

export const wizardPages: readonly WizardPage[] = [
  {
    id: "lists",
    title: "Include in Lists",
    help: "Each Rep Group that you include becomes a list of the same name. The number beside a group is how many of its Reps have a usable address.",
    content: ({ groups, selections, onChange }) => (
      <Mover
        what="Rep Groups"
        entries={groups.map((group) => ({
          name: group.name,
          note: groupNote(group),
          ...(group.reason === null ? {} : { reason: group.reason }),
        }))}
        included={selections.list_groups}
        onChange={(list_groups) => onChange({ list_groups })}
      />
    ),
  },
  {
    id: "fields",
    title: "Custom Fields",
    help: "What else each Contact is to carry. Muster makes a field of that name where there is none.",
    content: ({ choices, selections, onChange }) => (
      <Mover
        what="Rep information"
        entries={choices.custom_fields.map((name) => ({ name }))}
        included={selections.custom_fields}
        onChange={(custom_fields) => onChange({ custom_fields })}
      />
    ),
  },
  {
    id: "members",
    title: "Member Filters",
    help: "Only Reps of Members that meet all criteria. Values within one criterion are alternatives.",
    content: ({ database, choices, selections, onChange }) => (
      <FilterEditor
        label="Member Filters"
        fields={choices.member_fields}
        expressions={selections.member_filter}
        onChange={(member_filter) => onChange({ member_filter })}
        count={<SelectionCount database={database} selections={selections} />}
      />
    ),
  },
  {
    id: "reps",
    title: "Rep Filters",
    help: "Only Reps that meet all criteria, of the Members that the page before has left.",
    content: ({ database, choices, selections, onChange }) => (
      <FilterEditor
        label="Rep Filters"
        fields={choices.rep_fields}
        expressions={selections.rep_filter}
        onChange={(rep_filter) => onChange({ rep_filter })}
        count={<SelectionCount database={database} selections={selections} />}
      />
    ),
  },
];
