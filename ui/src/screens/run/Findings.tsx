import type { Run } from "../../api/types";
import { count, format } from "../../base/format";

/** Lists, custom fields, the attribute, API calls and warnings of a run or preview. */
export function Findings({ run }: { run: Run }) {
  const { lists, custom_fields, attribute, api_calls, quota, preview, warnings } = run;
  const left = quota.limit - quota.used_today;
  const made = custom_fields.filter((field) => field.created).map((field) => field.label);
  return (
    <div className="findings">
      <table>
        <caption>Lists</caption>
        <thead>
          <tr>
            <th scope="col">List</th>
            <th scope="col" className="number">
              Added
            </th>
            <th scope="col" className="number">
              Taken off
            </th>
            <th scope="col" className="number">
              Held back
            </th>
          </tr>
        </thead>
        <tbody>
          {lists.map((list) => (
            <tr key={list.name}>
              <th scope="row">
                {list.name}
                {list.list_name !== list.name && <span className="muted"> (there: {list.list_name})</span>}
                {list.created && <span className="muted"> · new</span>}
              </th>
              <td className="number">{format.number(list.added)}</td>
              <td className="number">{format.number(list.removed)}</td>
              <td className="number">{format.number(list.held_back_left)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="facts">
        <dt>{attribute.name}</dt>
        <dd>
          assigned to {count(attribute.assigned, "Rep")}, taken off {count(attribute.cleared, "Rep")}
        </dd>
        {custom_fields.length > 0 && (
          <>
            <dt>Custom fields</dt>
            <dd>
              {custom_fields.map((field) => field.label).join(", ")}
              {made.length > 0 && ` (new: ${made.join(", ")})`}
            </dd>
          </>
        )}
        <dt>API calls</dt>
        <dd>
          {preview
            ? `${format.number(api_calls.total)} for this preview; the update takes about ${format.number(api_calls.estimated)}`
            : `${format.number(api_calls.total)} (${format.number(api_calls.estimated)} were estimated), of these ${format.number(api_calls.writes)} writes`}
          {quota.limit > 0 && `; ${format.number(left)} of ${format.number(quota.limit)} left today`}
        </dd>
        <dt>How far it looked</dt>
        <dd>{run.depth === "full" ? "at the whole account" : "at what had changed (quick)"}</dd>
      </dl>
      {warnings.length > 0 && (
        <ul className="warnings" aria-label="Warnings">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
