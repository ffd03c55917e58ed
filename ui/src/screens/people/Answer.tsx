import type { Explanation } from "../../api/types";
import { runStates } from "../../app/run-words";
import { format } from "../../base/format";
import { Link } from "../../parts/Link";
import { address } from "../../router/routes";
import { outcomeInWords } from "../run/tabs";
import { PutBack } from "./PutBack";

const places: Record<Explanation["reps"][number]["place"], string> = {
  winner: "Counts",
  duplicate: "Ignored: another Rep comes first",
  not_selected: "Left out by the filters",
  invalid_email: "Ignored: no usable address",
};

/** Everything that is known of one address. */
export function Answer({ database, explanation }: { database: number; explanation: Explanation }) {
  return (
    <div className="explanation">
      <Reps database={database} explanation={explanation} />
      <Contact database={database} explanation={explanation} />
      <LastOutcome database={database} explanation={explanation} />
    </div>
  );
}

function Reps({ database, explanation: { reps, selections } }: { database: number; explanation: Explanation }) {
  const params = { database: String(database) };
  return (
    <section aria-labelledby="explained-reps">
      <h2 id="explained-reps">Reps with this address</h2>
      <p className="muted">Judged by: {selections}</p>
      {reps.length === 0 ? (
        <p>No Rep has it.</p>
      ) : (
        <table className="wide-table">
          <thead>
            <tr>
              <th scope="col">Rep</th>
              <th scope="col">Member</th>
              <th scope="col">Status</th>
              <th scope="col">Place</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {reps.map((rep) => (
              <tr key={rep.rep_id}>
                <th scope="row">
                  <Link to={address("reps", params, { search: rep.rep_id, selected: rep.rep_id })}>
                    {rep.name} ({rep.rep_id})
                  </Link>
                </th>
                <td data-label="Member">
                  <Link to={address("members", params, { search: rep.member_id, selected: rep.member_id })}>
                    {rep.company}
                  </Link>
                </td>
                <td data-label="Status">
                  {rep.status} {rep.active ? "(active)" : "(not active)"}
                </td>
                <td data-label="Place">{places[rep.place]}</td>
                <td data-label="Why">{rep.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Contact({ database, explanation }: { database: number; explanation: Explanation }) {
  const { contact, read_at } = explanation;
  return (
    <section aria-labelledby="explained-contact">
      <h2 id="explained-contact">In Constant Contact</h2>
      <p className="muted">
        {read_at
          ? `As last read; the whole account was read ${format.time(read_at)}.`
          : "The account was never read in full."}
      </p>
      {contact === null ? (
        <p>There is no Contact of this address, as far as Muster has read.</p>
      ) : (
        <dl className="facts">
          <dt>Address there</dt>
          <dd>{contact.email}</dd>
          <dt>May be mailed</dt>
          <dd>
            {contact.unsubscribed
              ? "No: unsubscribed. Muster sends nothing for this address and never makes it mailable again."
              : contact.deleted
                ? "No: the Contact was deleted there."
                : `Yes (${contact.permission.replaceAll("_", " ")})`}
          </dd>
          <dt>On the lists</dt>
          <dd>{contact.lists.length === 0 ? "none" : contact.lists.join(", ")}</dd>
          {contact.left_lists.length > 0 && (
            <>
              <dt>Left</dt>
              <dd>
                <PutBack database={database} address={contact.email} lists={contact.left_lists} />
              </dd>
            </>
          )}
        </dl>
      )}
    </section>
  );
}

function LastOutcome({ database, explanation: { last_outcome } }: { database: number; explanation: Explanation }) {
  return (
    <section aria-labelledby="explained-outcome">
      <h2 id="explained-outcome">What became of it last</h2>
      {last_outcome === null ? (
        <p>No run names this address. People who stay as they are appear in no history.</p>
      ) : (
        <p>
          {outcomeInWords(last_outcome.person.outcome, last_outcome.run.undo_of !== null)}
          {last_outcome.person.reason ? `: ${last_outcome.person.reason}` : ""} (
          <Link to={address("run", { database: String(database), run: last_outcome.run.run_id })}>
            {runStates[last_outcome.run.state].text.toLowerCase()}, {format.time(last_outcome.run.started_at)}
          </Link>
          )
        </p>
      )}
    </section>
  );
}
