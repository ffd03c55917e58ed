import { type ReactNode, useEffect, useRef } from "react";
import type { ImportResult } from "../../api/types";
import { count, format } from "../../base/format";
import { RowErrors } from "./RowErrors";

interface Props {
  result: ImportResult;
  /** Something was changed since. */
  stale: boolean;
  /** Bad rows were to be left out. */
  skip: boolean;
  /** Counts the answers; 0: the result is from before a reload, and nobody has just asked for it. */
  answer: number;
  /** What can be done next. */
  children?: ReactNode;
}

/** What came of an import or a check: figures by file, and each bad row with its place. */
export function Result({ result, stale, skip, answer, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (answer === 0) return;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "nearest" });
  }, [answer]);
  const { kept, files, warnings, errors } = result;
  return (
    <section className="import-result" aria-labelledby="import-result">
      <h2 id="import-result" ref={heading} tabIndex={-1}>
        {headline(result, skip)}
      </h2>
      {stale && <p className="note">You have changed something since. Check again.</p>}
      <Figures files={files} kept={kept} />
      {warnings.length > 0 && (
        <ul className="warnings" aria-label="Warnings">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      {children}
      {errors.length > 0 && (
        <RowErrors title={kept ? "Rows left out" : "What is wrong"} errors={errors} total={result.error_count} />
      )}
    </section>
  );
}

function Figures({ files, kept }: Pick<ImportResult, "files" | "kept">) {
  const rows = [
    { title: "Rows", of: "rows" },
    { title: "New", of: "created" },
    { title: "Changed", of: "updated" },
    { title: "Unchanged", of: "unchanged" },
    { title: kept ? "Left out" : "Bad", of: "skipped" },
  ] as const;
  return (
    <table className="figures" aria-labelledby="import-result">
      <thead>
        <tr>
          <td />
          {files.map(({ kind, name }) => (
            <th key={kind} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ title, of }) => (
          <tr key={of}>
            <th scope="row">{title}</th>
            {files.map((file) => (
              <td key={file.kind} className="number">
                {format.number(file[of])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function headline({ kept, files }: ImportResult, skip: boolean): string {
  const bad = files.reduce((sum, file) => sum + file.skipped, 0);
  const good = files.reduce((sum, file) => sum + file.rows - file.skipped, 0);
  if (kept)
    return bad === 0
      ? `Imported: ${count(good, "row")}`
      : `Imported: ${count(good, "row")}; ${format.number(bad)} left out`;
  if (bad === 0) return `Nothing is wrong: ${count(good, "row")} can come in. Nothing was imported yet.`;
  if (skip)
    return `${count(good, "row")} can come in, ${format.number(bad)} would be left out. Nothing was imported yet.`;
  return `${count(bad, "bad row")}; nothing was imported.`;
}
