import { useQuery } from "@tanstack/react-query";
import { messageOf } from "../api/problem";
import { databaseKey } from "../api/queries";
import { useDatabase } from "../app/session";
import { count } from "../base/format";
import { Button } from "../parts/Button";
import { Complaint } from "../parts/Complaint";
import { Link } from "../parts/Link";
import { Progress } from "../parts/Progress";
import { go } from "../router/history";
import { address } from "../router/routes";
import { fetchReps, type Restrictions, repName } from "./reps/rep-list";

const shownHere = 50; // Reps; the Reps module shows them all

/** The first Reps of a Member, group or attribute, and the way to all of them. */
export function RepsOf({ of, nobody }: { of: Pick<Restrictions, "member" | "group" | "attribute">; nobody: string }) {
  const database = useDatabase();
  const params = { database: String(database.id) };
  const found = useQuery({
    queryKey: [...databaseKey(database.id), "reps", "first", of],
    queryFn: ({ signal }) =>
      fetchReps(database.id, { ...of, sort: "order", descending: false, offset: 0, limit: shownHere }, signal),
  });
  if (found.error) return <Complaint text={messageOf(found.error)} />;
  if (!found.data) return <Progress label="Loading the Reps" />;
  const { total, rows } = found.data;
  return (
    <div className="reps-of">
      {total === 0 ? <p className="muted">{nobody}</p> : null}
      <ul>
        {rows.map((row) => (
          <li key={row.rep_id}>
            <Link to={address("reps", params, { ...of, selected: row.rep_id })}>{repName(row)}</Link>
            <span className="muted">{row.job_title}</span>
            <span>{row.email}</span>
          </li>
        ))}
      </ul>
      <Button icon="right" onPress={() => go("reps", params, of)}>
        {total === 0 ? "Open in Reps" : `Show ${count(total, "Rep")}`}
      </Button>
    </div>
  );
}
