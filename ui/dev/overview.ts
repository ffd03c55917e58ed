// The stand-in server's Dashboard, session and runs.
import type { components } from "../src/api/schema.ts";
import type { Chamber } from "./chamber.ts";

type Schemas = components["schemas"];

export interface Base {
  id: number;
  name: string;
  connected: boolean;
  chamber: Chamber;
}

export function database(base: Base): Schemas["Database"] {
  return {
    id: base.id,
    name: base.name,
    members: base.chamber.members.size,
    reps: base.chamber.reps.size,
    connected: base.connected,
    account_id: base.connected ? "a07e1ikxwuphd4" : "",
    account_name: base.connected ? base.name : "",
  };
}

export function session(bases: Base[], role: Schemas["Role"], fresh: boolean): Schemas["Session"] {
  return {
    user: "Dana Whitfield",
    role,
    all_databases: true,
    second_factor: false,
    fresh_until: fresh ? new Date(Date.now() + 600_000).toISOString() : null,
    databases: bases.map(database),
    can_connect: true,
    redirect_login: true,
    version: "0.1.0",
  };
}

const totals: Schemas["Totals"] = {
  selected: 1950,
  created: 12,
  updated: 214,
  unchanged: 1544,
  ignored_duplicate: 41,
  ignored_no_email: 96,
  ignored_invalid_email: 7,
  held_back_unsubscribed: 34,
  refused: 2,
  not_attempted: 0,
};

export function runs(): Schemas["RunRow"][] {
  return [
    ["20261124-0830", "schedule", false, "completed_with_issues", "2026-11-24T08:30:00Z", "2 Contacts were refused."],
    ["20261123-1612", "Dana Whitfield", false, "completed", "2026-11-23T16:12:00Z", ""],
    ["20261123-1605", "Dana Whitfield", true, "completed", "2026-11-23T16:05:00Z", ""],
  ].map((row) => {
    const [run_id, started_by, preview, state, started_at, message] = row as [
      string,
      string,
      boolean,
      Schemas["RunState"],
      string,
      string,
    ];
    return {
      run_id,
      started_by,
      undo_of: null,
      preview,
      depth: "full",
      state,
      totals,
      started_at,
      finished_at: started_at.replace(":00Z", ":42Z"),
      message,
      calls_estimated: 16,
      calls_total: preview ? 6 : 16,
    };
  });
}

const nextRun: Schemas["NextRun"] = {
  at: "2026-11-26T08:30:00Z",
  local_time: "2026-11-26 02:30 (America/Chicago)",
  time_zone: "America/Chicago",
  words: "tomorrow at 02:30 (America/Chicago)",
};

export function dashboard(bases: Base[]): Schemas["Dashboard"] {
  return {
    schedule: {
      enabled: true,
      time: "02:30",
      time_zone: "America/Chicago",
      time_zones: ["America/Chicago", "Europe/Berlin"],
      next: nextRun,
    },
    recent_notices: [
      {
        database: bases[0]?.name ?? "",
        at: "2026-11-24T08:31:00Z",
        text: "2 Contacts were refused by Constant Contact.",
      },
    ],
    databases: bases.map((base, index) => ({
      database: database(base),
      auto_update: base.connected,
      off_for_undo: null,
      last_run: base.connected ? (runs()[0] ?? null) : null,
      running: null,
      next_run: base.connected ? nextRun : null,
      notices:
        index === 0
          ? [
              {
                kind: "refused_rows",
                since: "2026-11-24T08:31:00Z",
                run_id: "20261124-0830",
                text: "Constant Contact refused 2 Contacts.",
                next_step: "Look at the run, correct the two Reps, and retry.",
              },
            ]
          : [],
    })),
  };
}
