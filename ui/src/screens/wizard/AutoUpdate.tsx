import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { dashboardQuery } from "../../api/queries";
import type { RepGroup, AutoUpdate as Saved, SelectionChoices, Selections } from "../../api/types";
import { useDatabase } from "../../app/session";
import { format } from "../../base/format";
import { CheckField } from "../../parts/form/Field";
import { Link } from "../../parts/Link";
import { say } from "../../parts/messages";
import { address } from "../../router/routes";
import { Loaded } from "./Loaded";
import { autoUpdateQuery } from "./queries";
import { Wizard } from "./Wizard";

const title = "Setup Constant Contact Auto Update";

/** Dashboard, Database: the selections of the daily update, saved apart from those by hand (R19). */
export default function AutoUpdate() {
  const { id } = useDatabase();
  const { data, error, refetch, isFetchedAfterMount } = useQuery(autoUpdateQuery(id));
  const saved = { data: isFetchedAfterMount ? data : undefined, error, refetch };
  return (
    <Loaded key={id} database={id} title={title} remembered={saved}>
      {(groups, choices, remembered) => <Setup database={id} saved={remembered} groups={groups} choices={choices} />}
    </Loaded>
  );
}

interface SetupProps {
  database: number;
  saved: Saved;
  groups: readonly RepGroup[];
  choices: SelectionChoices;
}

function Setup({ database, saved, groups, choices }: SetupProps) {
  const client = useQueryClient();
  const [enabled, setEnabled] = useState(saved.enabled || !saved.saved);
  const save = async (selections: Selections) => {
    await answer(
      api.PUT("/databases/{database}/auto-update", { params: { path: { database } }, body: { enabled, selections } }),
    );
    void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
  };
  const saveOnly = async (selections: Selections) => {
    await save(selections);
    say(
      enabled
        ? "Saved. The daily update will use these selections."
        : "Saved. The daily update of this database is off.",
    );
  };
  return (
    <Wizard
      kind="automatic"
      title={title}
      groups={groups}
      choices={choices}
      remembered={saved.selections}
      head={
        <div className="wizard-head">
          {saved.off_for_undo && (
            <p>
              Off since{" "}
              <Link to={address("run", { database: String(database), run: saved.off_for_undo.run_id })}>
                a run was undone
              </Link>
              , {format.time(saved.off_for_undo.at)}: the next run would do the rest again.
            </p>
          )}
          <CheckField
            label="Update this database every day"
            hint={
              saved.next_run
                ? `Next: ${format.timeIn(saved.next_run.at, saved.next_run.time_zone)}`
                : "The time of day is set on the Dashboard: System, Constant Contact Auto Update Schedule…"
            }
            checked={enabled}
            onChecked={setEnabled}
          />
        </div>
      }
      save={save}
      saveOnly={saveOnly}
    />
  );
}
