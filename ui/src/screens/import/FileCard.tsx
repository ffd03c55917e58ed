import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { SelectField } from "../../parts/form/Field";
import { type ChosenFile, kinds, kindTitles, withColumn, withKind } from "./state";

interface Props {
  file: ChosenFile;
  onChange: (file: ChosenFile) => void;
  onRemove: () => void;
}

const leaveOut = "";

/** One file: what it is taken for, which heading is which column, and its first rows. */
export function FileCard({ file, onChange, onRemove }: Props) {
  const { upload, kind, columns } = file;
  const choices = [
    { value: leaveOut, text: "(left out)" },
    ...upload.choices[kind].map((column) => ({ value: column, text: column })),
  ];
  // Two headings may be alike; the place of each never changes.
  const cells = upload.headings.map((heading, index) => ({ key: `${index} ${heading}`, heading, index }));
  return (
    <section className="card file-card" aria-label={upload.name}>
      <header>
        <h2>{upload.name}</h2>
        <p className="muted">
          {format.number(upload.bytes)} bytes · {upload.encoding} · separated by {upload.delimiter}
        </p>
        <SelectField
          label="It holds"
          value={kind}
          onValue={(value) => onChange(withKind(file, kinds.find((known) => known === value) ?? kind))}
          choices={kinds.map((known) => ({ value: known, text: kindTitles[known] }))}
        />
        <Button look="quiet" icon="close" aria-label={`Remove ${upload.name}`} onPress={onRemove} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="scroll-box" aria-label={`Columns and first rows of ${upload.name}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {cells.map(({ key, heading, index }) => (
                <th key={key} scope="col" className={columns[index] === null ? "muted" : undefined}>
                  <SelectField
                    label={heading === "" ? `Column ${index + 1}` : heading}
                    value={columns[index] ?? leaveOut}
                    choices={choices}
                    onValue={(value) => onChange(withColumn(file, index, value === leaveOut ? null : value))}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {upload.rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have nothing else, and never move
              <tr key={at}>
                {cells.map(({ key, index }) => (
                  <td key={key} className={columns[index] === null ? "muted" : undefined}>
                    {row[index] ?? ""}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
