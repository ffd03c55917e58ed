// The List View of Reps: what is asked for, and what a procedure is to work on. Pure but for the call itself.
import { answer, api } from "../../api/client";
import type { RepChoice, RepRow } from "../../api/types";
import type { Selection } from "../../parts/table/selection";
import type { Query } from "../../router/routes";

export interface Restrictions {
  member?: string;
  group?: string;
  attribute?: string;
  status?: string;
  active?: boolean;
}

/** What the address restricts the list to. */
export function restrictionsOf(query: Query): Restrictions {
  const { member, group, attribute, status, active } = query;
  return {
    ...(member ? { member } : {}),
    ...(group ? { group } : {}),
    ...(attribute ? { attribute } : {}),
    ...(status ? { status } : {}),
    ...(active === "yes" || active === "no" ? { active: active === "yes" } : {}),
  };
}

export const repSorts = [
  "order",
  "rep_id",
  "last_name",
  "first_name",
  "company",
  "job_title",
  "email",
  "city",
  "status",
  "updated",
] as const;
export type RepSort = (typeof repSorts)[number];

export function isRepSort(text: string): text is RepSort {
  return (repSorts as readonly string[]).includes(text);
}

/** The selected Reps as the server takes them: by id, or everyone whom the list shows, if these are still as many. */
export function choiceOf(
  selection: Selection,
  search: string,
  restrictions: Restrictions,
  selected: number,
): RepChoice {
  if (!selection.all) return { rep_ids: [...selection.ids] };
  return { all_of: { ...(search ? { search } : {}), ...restrictions }, expected: selected };
}

export function fetchReps(
  database: number,
  query: Restrictions & { search?: string; sort: RepSort; descending: boolean; offset: number; limit: number },
  signal?: AbortSignal,
): Promise<{ total: number; rows: RepRow[] }> {
  const params = { path: { database }, query };
  return answer(api.GET("/databases/{database}/reps", { params, ...(signal ? { signal } : {}) }));
}

/** "Anna Berg"; the id where both names are blank. */
export function repName(row: { first_name: string; last_name: string; rep_id: string }): string {
  return `${row.first_name} ${row.last_name}`.trim() || row.rep_id;
}
