// Where a restricted List View of Reps comes from: the way back, and what lifts each restriction. Pure.
import { address, type Query } from "../../router/routes";
import type { Crumb } from "../NavigationBar";
import type { Restrictions } from "./rep-list";

export function repCrumbs(database: number, restrictions: Restrictions): Crumb[] {
  const params = { database: String(database) };
  const { member, group, attribute } = restrictions;
  if (member !== undefined) {
    return [
      { title: "Members", to: address("members", params) },
      { title: member, to: address("members", params, { selected: member }) },
      { title: "Reps" },
    ];
  }
  if (group !== undefined) {
    return [
      { title: "Rep Groups", to: address("repGroups", params) },
      { title: group, to: address("repGroups", params, { selected: group }) },
      { title: "Reps" },
    ];
  }
  if (attribute !== undefined) {
    return [
      { title: "Rep Attributes", to: address("repAttributes", params) },
      { title: attribute, to: address("repAttributes", params, { selected: attribute }) },
      { title: "Reps" },
    ];
  }
  return [{ title: "Reps" }];
}

export function repRestrictions(restrictions: Restrictions, change: (query: Query) => void) {
  const { member, group, attribute, status, active } = restrictions;
  const lift = (key: string) => () => change({ [key]: "" });
  return [
    ...(member === undefined ? [] : [{ text: `Member ${member}`, lift: lift("member") }]),
    ...(group === undefined ? [] : [{ text: `In Rep Group ${group}`, lift: lift("group") }]),
    ...(attribute === undefined ? [] : [{ text: `With Rep Attribute ${attribute}`, lift: lift("attribute") }]),
    ...(status === undefined ? [] : [{ text: `Member Status ${status}`, lift: lift("status") }]),
    ...(active === undefined ? [] : [{ text: active ? "Active" : "Not active", lift: lift("active") }]),
  ];
}
