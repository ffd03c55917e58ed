import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import { dashboardQuery, sessionQuery } from "../../api/queries";
import type { Database } from "../../api/types";
import { count } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import { Link } from "../../parts/Link";
import { say } from "../../parts/messages";
import { Progress } from "../../parts/Progress";
import { go } from "../../router/history";
import { address } from "../../router/routes";
import { RemoveDatabase, RenameDatabase } from "./DatabaseDialogs";
import { InstallationPage } from "./InstallationPage";

const listQuery = {
  queryKey: ["databases"],
  queryFn: ({ signal }: { signal: AbortSignal }) => answer(api.GET("/databases", { signal })),
};

/** The databases of the installation: add, rename, remove. */
export default function Databases() {
  const client = useQueryClient();
  const { data, error } = useQuery(listQuery);
  const [renaming, setRenaming] = useState<Database | null>(null);
  const [removing, setRemoving] = useState<Database | null>(null);
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    await client.invalidateQueries({ queryKey: listQuery.queryKey });
    void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
  };
  return (
    <InstallationPage title="Databases">
      <AddDatabase first={data?.length === 0} onAdded={refresh} />
      {error && <Complaint text={messageOf(error)} />}
      {!data && !error && <Progress label="Loading the databases" />}
      {data && data.length > 0 && (
        <table className="wide-table">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Holds</th>
              <th scope="col">Constant Contact account</th>
              <th scope="col">
                <span className="unseen">What can be done</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data.map((database) => (
              <tr key={database.id}>
                <th scope="row">
                  <Link to={address("database", { database: String(database.id) })}>{database.name}</Link>
                </th>
                <td data-label="Holds">
                  {count(database.members, "Member")}, {count(database.reps, "Rep")}
                </td>
                <td data-label="Account">{database.account_name || database.account_id || "none"}</td>
                <td className="buttons">
                  <Button onPress={() => setRenaming(database)}>Rename…</Button>
                  <Button onPress={() => setRemoving(database)}>Remove…</Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {renaming && <RenameDatabase database={renaming} onDone={refresh} onClose={() => setRenaming(null)} />}
      {removing && <RemoveDatabase database={removing} onDone={refresh} onClose={() => setRemoving(null)} />}
    </InstallationPage>
  );
}

function AddDatabase({ first, onAdded }: { first: boolean; onAdded: () => Promise<void> }) {
  const form = useForm();
  const [name, setName] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await form.send(async () => {
      const added = await answer(api.POST("/databases", { body: { name } }));
      setName("");
      await onAdded();
      say(`“${added.name}” was added. Next: bring its records in.`);
      go("importRecords", { database: String(added.id) });
    });
  };
  return (
    <form className="add-database" onSubmit={submit}>
      {first && (
        <p>A database holds the Members and Reps of one organisation and belongs to one Constant Contact account.</p>
      )}
      <div className="side-by-side">
        <TextField
          label="Name of the new database"
          placeholder="Main Street Chamber"
          value={name}
          onValue={setName}
          error={form.fields.name}
          autoComplete="off"
          required
        />
        <Button look="primary" type="submit" isPending={form.busy}>
          Add a database
        </Button>
      </div>
      <Complaint text={form.fields.name ? "" : form.problem} />
    </form>
  );
}
