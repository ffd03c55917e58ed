import { useId } from "react";
import { format } from "../../base/format";
import { columnLabel, type Kind } from "./columns";
import { type ChosenFile, headingTitle, isSecret, rivals } from "./mapping";

interface Props {
  file: ChosenFile;
  kind: Kind;
  disabled: boolean;
  onColumn: (index: number, column: string | null) => void;
}

const leaveOut = "";
const rowsShown = 4;

/** Each heading of a file, the column that it stands for, and what the first rows have there. */
export function MappingTable({ file, kind, disabled, onColumn }: Props) {
  const { headings, rows } = file.upload;
  const shown = rows.slice(0, rowsShown);
  const used = file.columns.filter((column) => column !== null).length;
  return (
    <table className="mapping">
      <caption>
        {format.number(used)} of {format.number(headings.length)} headings come in
      </caption>
      <thead>
        <tr>
          <th scope="col">Heading in the file</th>
          <th scope="col">Comes in as</th>
          {shown.map((_, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have nothing else, and never move
            <th key={at} scope="col">
              Row {at + 1}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {headings.map((heading, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two headings may be alike; the place of each never changes
          <tr key={index} className={file.columns[index] === null ? "left-out" : undefined}>
            <th scope="row">{headingTitle(headings, index)}</th>
            <td>
              {heading === "" ? (
                <span className="muted">Left out: it has no heading</span>
              ) : (
                <ColumnSelect file={file} kind={kind} index={index} disabled={disabled} onColumn={onColumn} />
              )}
            </td>
            {shown.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have nothing else, and never move
              <td key={at} title={isSecret(file, index) ? undefined : row[index]}>
                {isSecret(file, index) && row[index] ? "•••" : row[index]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ColumnSelect({ file, kind, index, disabled, onColumn }: Props & { index: number }) {
  const id = useId();
  const { headings, choices } = file.upload;
  const others = rivals(file, index).map((at) => `“${headingTitle(headings, at)}”`);
  const taken = (column: string) => file.columns.some((other, at) => other === column && at !== index);
  const label = (column: string, at: number) =>
    columnLabel(kind, column) + (at === 0 ? " (needed)" : "") + (taken(column) ? " (taken)" : "");
  return (
    <>
      <select
        className="input"
        aria-label={`${headingTitle(headings, index)} comes in as`}
        aria-invalid={others.length > 0}
        aria-describedby={others.length > 0 ? id : undefined}
        disabled={disabled}
        value={file.columns[index] ?? leaveOut}
        onChange={({ target }) => onColumn(index, target.value === leaveOut ? null : target.value)}
      >
        <option value={leaveOut}>Leave out</option>
        {choices[kind].map((column, at) => (
          <option key={column} value={column}>
            {label(column, at)}
          </option>
        ))}
      </select>
      {others.length > 0 && (
        <p id={id} className="field-error">
          {others.join(" and ")} too
        </p>
      )}
    </>
  );
}
