import { useQuery } from "@tanstack/react-query";
import { useDatabase } from "../../app/session";
import { Loaded } from "./Loaded";
import { manualChoicesQuery } from "./queries";
import { Wizard } from "./Wizard";

const title = "Constant Contact: Update Contacts";

/** Reps, Output, Automation: the update by hand. It begins with the choices of last time. */
export default function UpdateContacts() {
  const { id } = useDatabase();
  const { data, error, refetch, isFetchedAfterMount } = useQuery(manualChoicesQuery(id));
  const remembered = { data: isFetchedAfterMount ? data : undefined, error, refetch };
  return (
    <Loaded key={id} database={id} title={title} remembered={remembered}>
      {(groups, choices, selections) => (
        <Wizard kind="manual" title={title} groups={groups} choices={choices} remembered={selections} />
      )}
    </Loaded>
  );
}
