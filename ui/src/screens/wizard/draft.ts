// What somebody has chosen in the wizard and not yet used: kept in this tab, so that a reload loses nothing. Pure but for the keeping.
import type { Selections } from "../../api/types";
import { keep, recall } from "../../base/keep";

export type WizardKind = "manual" | "automatic";

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");

function isSelections(value: unknown): value is Selections {
  if (typeof value !== "object" || value === null) return false;
  const { list_groups, custom_fields, member_filter, rep_filter } = value as Partial<Selections>;
  return [list_groups, custom_fields, member_filter, rep_filter].every(isTextList);
}

const isDraft = (value: unknown): value is Selections | null => value === null || isSelections(value);
const key = (kind: WizardKind, database: number) => `muster.wizard.${kind}.${database}`;

export function recallDraft(kind: WizardKind, database: number): Selections | null {
  return recall("session", key(kind, database), null, isDraft);
}

/** `null` forgets it. */
export function keepDraft(kind: WizardKind, database: number, draft: Selections | null): void {
  keep("session", key(kind, database), draft ?? undefined);
}
