import { saveFile } from "../../api/client";
import type { ImportResult } from "../../api/types";
import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { errorsCsv } from "./errors-csv";

interface Props {
  title: string;
  errors: ImportResult["errors"];
  /** There may be more than the server lists. */
  total: number;
}

const most = 200; // on the page; the saved file has all

/** What is wrong, row by row. */
export function RowErrors({ title, errors, total }: Props) {
  const save = () => saveFile(new Blob([errorsCsv(errors)], { type: "text/csv" }), "import-errors.csv");
  const shown = errors.slice(0, most);
  const files = [...new Set(shown.map(({ file }) => file))];
  return (
    <>
      <div className="side-by-side">
        <h3 id="bad-rows">{title}</h3>
        <span className="muted">
          {shown.length < total
            ? `The first ${format.number(shown.length)} of ${format.number(total)}`
            : format.number(total)}
        </span>
        <Button onPress={save}>
          {errors.length < total ? `Save the first ${format.number(errors.length)} as CSV` : "Save as CSV"}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="scroll-box" aria-labelledby="bad-rows" tabIndex={0}>
        {files.map((name) => (
          <table key={name} className="row-errors">
            <caption>{name}</caption>
            <thead>
              <tr>
                <th scope="col" className="number">
                  Line
                </th>
                <th scope="col">Heading</th>
                <th scope="col">What is wrong</th>
              </tr>
            </thead>
            <tbody>
              {shown
                .filter(({ file }) => file === name)
                .map(({ line, cell, column, reason }) => (
                  <tr key={`${line} ${cell} ${reason}`}>
                    <td className="number">{format.number(line)}</td>
                    <td>{column || `Column ${cell}`}</td>
                    <td>{reason}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        ))}
      </section>
    </>
  );
}
