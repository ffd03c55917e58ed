// Which screen answers for which address. Each is a chunk of its own, fetched when it is first opened.
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import type { RouteName } from "../router/routes";

type Screen = LazyExoticComponent<ComponentType>;

/** The Dashboard is part of the frame. welcome is shown without a session as well. */
export const screens: Record<Exclude<RouteName, "dashboard" | "database">, Screen> = {
  members: lazy(() => import("../modules/members/MembersModule")),
  memberStatuses: lazy(() => import("../modules/statuses/StatusesModule")),
  reps: lazy(() => import("../modules/reps/RepsModule")),
  repAttributes: lazy(() => import("../modules/attributes/AttributesModule")),
  repGroups: lazy(() => import("../modules/groups/GroupsModule")),
  runs: lazy(() => import("../screens/runs/Runs")),
  run: lazy(() => import("../screens/run/RunScreen")),
  people: lazy(() => import("../screens/people/People")),
  connection: lazy(() => import("../screens/connection/Connection")),
  updateContacts: lazy(() => import("../screens/wizard/UpdateContacts")),
  autoUpdate: lazy(() => import("../screens/wizard/AutoUpdate")),
  importRecords: lazy(() => import("../screens/import/ImportRecords")),
  databaseSettings: lazy(() => import("../screens/installation/DatabaseSettings")),
  databases: lazy(() => import("../screens/installation/Databases")),
  schedule: lazy(() => import("../screens/installation/ScheduleDialog")),
  settings: lazy(() => import("../screens/installation/Settings")),
  staff: lazy(() => import("../screens/staff/Staff")),
  audit: lazy(() => import("../screens/staff/Audit")),
  loginDone: lazy(() => import("../screens/connection/LoginDone")),
  welcome: lazy(() => import("../screens/start/Welcome")),
};

/** The title of each screen, for the window and the breadcrumb. */
export const titles: Record<RouteName, string> = {
  dashboard: "Dashboard",
  database: "Dashboard",
  members: "Members",
  memberStatuses: "Member Statuses",
  reps: "Reps",
  repAttributes: "Rep Attributes",
  repGroups: "Rep Groups",
  runs: "Runs",
  run: "Run",
  people: "People",
  connection: "Connection",
  updateContacts: "Constant Contact: Update Contacts",
  autoUpdate: "Setup Constant Contact Auto Update",
  importRecords: "Import",
  databaseSettings: "Database Settings",
  databases: "Databases",
  schedule: "Constant Contact Auto Update Schedule",
  settings: "Settings",
  staff: "Staff",
  audit: "Audit Log",
  loginDone: "Connecting",
  welcome: "Welcome",
};
