import type { ImportResult } from "../../api/types";
import { count, format } from "../../base/format";
import { Link } from "../../parts/Link";
import { address } from "../../router/routes";

/** What came of an import or a check: figures by file, and each bad row with its place. */
export function Result({ result, database }: { result: ImportResult; database: number }) {
  const { kept, error_count, files, warnings, errors } = result;
  const params = { database: String(database) };
  return (
    <section className="import-result" role="status" aria-label="Result">
      <h2>{headline(result)}</h2>
      {kept && (
        <p>
          Go on to <Link to={address("members", params)}>Members</Link>, <Link to={address("reps", params)}>Reps</Link>{" "}
          or <Link to={address("updateContacts", params)}>Constant Contact: Update Contacts</Link>.
        </p>
      )}
      <table>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">Rows</th>
            <th scope="col">New</th>
            <th scope="col">Changed</th>
            <th scope="col">Unchanged</th>
            <th scope="col">Bad</th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <tr key={file.name}>
              <th scope="row">{file.name}</th>
              {[file.rows, file.created, file.updated, file.unchanged, file.skipped].map((figure, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a table
                <td key={index} className="number">
                  {format.number(figure)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {warnings.length > 0 && (
        <ul className="warnings" aria-label="Warnings">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      {errors.length > 0 && (
        <table className="wide-table">
          <caption>
            Bad rows
            {error_count > errors.length &&
              ` (the first ${format.number(errors.length)} of ${format.number(error_count)})`}
          </caption>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Line</th>
              <th scope="col">Column</th>
              <th scope="col">What is wrong</th>
            </tr>
          </thead>
          <tbody>
            {errors.map((error) => (
              <tr key={`${error.file} ${error.line} ${error.column} ${error.reason}`}>
                <td>{error.file}</td>
                <td className="number">{format.number(error.line)}</td>
                <td>{error.column}</td>
                <td>{error.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function headline({ kept, error_count, files }: ImportResult): string {
  const rows = files.reduce((sum, file) => sum + file.rows - file.skipped, 0);
  if (kept)
    return error_count === 0
      ? `Imported: ${count(rows, "row")}`
      : `Imported: ${count(rows, "good row")}; ${count(error_count, "bad row")} left out`;
  return error_count === 0
    ? "Nothing is wrong; nothing was imported yet"
    : `${count(error_count, "error")}; nothing was imported`;
}
