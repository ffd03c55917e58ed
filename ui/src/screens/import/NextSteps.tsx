import type { Database, ImportResult } from "../../api/types";
import { Link } from "../../parts/Link";
import { address } from "../../router/routes";

/** What can be done about bad rows. */
export function Remedies({ skip }: { skip: boolean }) {
  if (skip) return null;
  return (
    <ul className="warnings" aria-label="What you can do">
      <li>
        Correct the rows, save the file and choose it again: what its headings come in as stays as you have set it.
      </li>
      <li>Or, where a whole column is wrong, change above what its heading comes in as.</li>
      <li>
        Or tick <em>Leave bad rows out</em>, and only the good ones come in.
      </li>
    </ul>
  );
}

/** Where to go from records that have come in. */
export function NextSteps({ database, result }: { database: Database; result: ImportResult }) {
  const params = { database: String(database.id) };
  const reps = database.reps > 0 || result.files.some((file) => file.kind === "reps");
  return (
    <ul className="warnings" aria-label="Next steps">
      <li>
        Look at the <Link to={address("members", params)}>Members</Link> and the{" "}
        <Link to={address("reps", params)}>Reps</Link>.
      </li>
      {!reps && <li>Import the Reps: they are the people who become Contacts.</li>}
      {reps && !database.connected && (
        <li>
          <Link to={address("connection", params)}>Connect Constant Contact</Link>.
        </li>
      )}
      {reps && (
        <li>
          Choose what goes there: <Link to={address("updateContacts", params)}>Constant Contact: Update Contacts</Link>.
          A preview shows it first.
        </li>
      )}
    </ul>
  );
}
