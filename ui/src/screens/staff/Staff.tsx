import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import type { User } from "../../api/types";
import { useSession } from "../../app/session";
import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { Confirm } from "../../parts/Confirm";
import { say } from "../../parts/messages";
import { Progress } from "../../parts/Progress";
import { InstallationPage } from "../installation/InstallationPage";
import { usersQuery } from "./queries";
import { Sessions } from "./Sessions";
import { UserDialog } from "./UserDialog";

/** Who may do what, and who is signed in. */
export default function Staff() {
  const client = useQueryClient();
  const { data, error } = useQuery(usersQuery);
  const { databases, user: me } = useSession();
  const [editing, setEditing] = useState<User | "new" | null>(null);
  const [removing, setRemoving] = useState<User | null>(null);
  const refresh = () => {
    void client.invalidateQueries({ queryKey: usersQuery.queryKey });
    void client.invalidateQueries({ queryKey: ["sessions"] });
  };
  const remove = async (user: User) => {
    await answer(api.DELETE("/users/{user}", { params: { path: { user: user.name } } }));
    say(`${user.name} was removed and is signed out everywhere.`);
    refresh();
  };
  const where = (user: User) =>
    user.databases === null
      ? "all databases"
      : user.databases.map((id) => databases.find((database) => database.id === id)?.name ?? `#${id}`).join(", ");
  return (
    <InstallationPage title="Staff">
      <div className="buttons">
        <Button look="primary" icon="plus" onPress={() => setEditing("new")}>
          Add a user
        </Button>
      </div>
      {error && <Complaint text={messageOf(error)} />}
      {!data && !error && <Progress label="Loading the users" />}
      {data && (
        <table className="wide-table">
          <caption>Users</caption>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col">Databases</th>
              <th scope="col">Second factor</th>
              <th scope="col">Last here</th>
              <th scope="col">
                <span className="unseen">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((user) => (
              <tr key={user.name}>
                <th scope="row">
                  {user.name}
                  {user.name === me && <span className="muted"> (you)</span>}
                </th>
                <td data-label="Role">{user.role}</td>
                <td data-label="Databases">{where(user)}</td>
                <td data-label="Second factor">{user.second_factor ? "yes" : "no"}</td>
                <td data-label="Last here">{user.last_seen_at ? format.time(user.last_seen_at) : "never"}</td>
                <td className="buttons">
                  <Button onPress={() => setEditing(user)}>Change…</Button>
                  <Button onPress={() => setRemoving(user)}>Remove…</Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Sessions />
      {editing && (
        <UserDialog user={editing === "new" ? null : editing} onDone={refresh} onClose={() => setEditing(null)} />
      )}
      {removing && (
        <Confirm
          title={`Remove ${removing.name}?`}
          action={`Remove ${removing.name}`}
          danger
          onConfirm={() => remove(removing)}
          onClose={() => setRemoving(null)}
        >
          <p>
            {removing.name} is signed out at once and can no longer sign in. What this user did stays in the audit log.
          </p>
        </Confirm>
      )}
    </InstallationPage>
  );
}
