// What each procedure says. Pure.
import { count, format } from "../../base/format";

export type NamedProcedure = "add_to_group" | "delete_from_group" | "assign_attribute" | "clear_attribute";

interface Words {
  of: "group" | "attribute";
  title: string;
  label: string;
  verb: string;
  question: (reps: string) => string;
  action: (reps: string, name: string) => string;
  /** "were added to Board" */
  done: string;
  already: string;
}

export const procedureWords: Record<NamedProcedure, Words> = {
  add_to_group: {
    of: "group",
    title: "Add Rep(s) to Rep Group",
    label: "Rep Group",
    verb: "Add",
    question: (reps) => `To which Rep Group are the ${reps} selected added?`,
    action: (reps, name) => `Add ${reps} to ${name}`,
    done: "added to",
    already: "in it already",
  },
  delete_from_group: {
    of: "group",
    title: "Delete Rep(s) from Rep Group",
    label: "Rep Group",
    verb: "Delete",
    question: (reps) =>
      `From which Rep Group are the ${reps} selected deleted? Nobody leaves a list in Constant Contact.`,
    action: (reps, name) => `Delete ${reps} from ${name}`,
    done: "deleted from",
    already: "not in it",
  },
  assign_attribute: {
    of: "attribute",
    title: "Assign Rep Attribute",
    label: "Rep Attribute",
    verb: "Assign",
    question: (reps) => `Which Rep Attribute do the ${reps} selected get?`,
    action: (reps, name) => `Assign ${name} to ${reps}`,
    done: "given the attribute",
    already: "marked with it already",
  },
  clear_attribute: {
    of: "attribute",
    title: "Clear Rep Attribute",
    label: "Rep Attribute",
    verb: "Clear",
    question: (reps) => `Which Rep Attribute do the ${reps} selected lose?`,
    action: (reps, name) => `Clear ${name} from ${reps}`,
    done: "freed of the attribute",
    already: "without it",
  },
};

const was = (number: number) => (number === 1 ? "was" : "were");

/** "2 of 3 Reps were added to Board; 1 was in it already." */
export function doneInWords(
  procedure: NamedProcedure | "delete_reps",
  matched: number,
  changed: number,
  name: string,
): string {
  if (procedure === "delete_reps") return `${count(changed, "Rep")} ${was(changed)} deleted.`;
  const { done, already } = procedureWords[procedure];
  const others = matched - changed;
  if (others === 0) return `${count(changed, "Rep")} ${was(changed)} ${done} ${name}.`;
  const rest = `${format.number(others)} ${was(others)} ${already}`;
  return `${format.number(changed)} of ${count(matched, "Rep")} ${was(changed)} ${done} ${name}; ${rest}.`;
}
