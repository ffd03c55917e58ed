// The List View of Members: what is asked for.
import { answer, api } from "../../api/client";
import type { MemberRow } from "../../api/types";
import type { Query } from "../../router/routes";

export interface MemberRestrictions {
  status?: string;
  active?: boolean;
}

export function memberRestrictionsOf({ status, active }: Query): MemberRestrictions {
  return {
    ...(status ? { status } : {}),
    ...(active === "yes" || active === "no" ? { active: active === "yes" } : {}),
  };
}

const sorts = ["file_by", "member_id", "company", "status", "type", "city", "state", "joined", "dropped"] as const;
export type MemberSort = (typeof sorts)[number];

export function isMemberSort(text: string): text is MemberSort {
  return (sorts as readonly string[]).includes(text);
}

export function fetchMembers(
  database: number,
  query: MemberRestrictions & { search?: string; sort: MemberSort; descending: boolean; offset: number; limit: number },
  signal?: AbortSignal,
): Promise<{ total: number; rows: MemberRow[] }> {
  const params = { path: { database }, query };
  return answer(api.GET("/databases/{database}/members", { params, ...(signal ? { signal } : {}) }));
}
