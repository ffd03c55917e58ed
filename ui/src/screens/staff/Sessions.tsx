import { useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import type { UserSession } from "../../api/types";
import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { complain, say } from "../../parts/messages";
import { sessionsQuery } from "./queries";

/** Who is signed in just now, and from where. */
export function Sessions() {
  const client = useQueryClient();
  const { data, error } = useQuery(sessionsQuery);
  const end = async ({ session, user }: UserSession) => {
    try {
      await answer(api.DELETE("/sessions/{session}", { params: { path: { session } } }));
      say(`The session of ${user} has ended.`);
    } catch (reason) {
      complain(reason);
    }
    void client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  };
  return (
    <>
      {error && <Complaint text={messageOf(error)} />}
      {data && (
        <table className="wide-table">
          <caption>Signed in</caption>
          <thead>
            <tr>
              <th scope="col">User</th>
              <th scope="col">Since</th>
              <th scope="col">Last seen</th>
              <th scope="col">From</th>
              <th scope="col">
                <span className="unseen">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((session) => (
              <tr key={session.session}>
                <th scope="row">
                  {session.user}
                  {session.current && <span className="muted"> (this one)</span>}
                </th>
                <td data-label="Since">{format.time(session.started_at)}</td>
                <td data-label="Last seen">{format.time(session.last_seen_at)}</td>
                <td data-label="From">{session.address}</td>
                <td>
                  {!session.current && (
                    <Button onPress={() => void end(session)}>End the session of {session.user}</Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
