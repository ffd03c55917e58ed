import { useQuery } from "@tanstack/react-query";
import { messageOf } from "../../api/problem";
import { attributesQuery, groupsQuery } from "../../api/queries";
import { useDatabase } from "../../app/session";
import { Complaint } from "../../parts/Complaint";
import { Mover } from "../../parts/mover/Mover";
import { Progress } from "../../parts/Progress";

interface Props {
  of: "groups" | "attributes";
  included: readonly string[];
  onChange: (names: string[]) => void;
  disabled: boolean;
}

/** The Rep Groups, or Rep Attributes, of one Rep. */
export default function NamesMover({ of, included, onChange, disabled }: Props) {
  const database = useDatabase();
  const groups = useQuery({ ...groupsQuery(database.id), enabled: of === "groups" });
  const attributes = useQuery({ ...attributesQuery(database.id), enabled: of === "attributes" });
  const found = of === "groups" ? groups : attributes;
  if (found.error) return <Complaint text={messageOf(found.error)} />;
  if (!found.data) return <Progress label="Loading" />;
  const entries = found.data.map(({ name }) =>
    name === "Unsubscribed from CC" ? { name, note: "kept by the updates" } : { name },
  );
  return (
    <Mover
      what={of === "groups" ? "Rep Groups" : "Rep Attributes"}
      entries={entries}
      included={included}
      onChange={onChange}
      captions={
        of === "groups" ? { available: "Not in", included: "In" } : { available: "Not assigned", included: "Assigned" }
      }
      disabled={disabled}
    />
  );
}
