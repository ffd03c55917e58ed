import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { FilterField } from "../../api/types";
import { Button } from "../Button";
import { CriterionRow } from "./CriterionRow";
import { isComplete, newCriterion } from "./fields";
import { type Criterion, expressionOf, parseCriterion } from "./grammar";

interface Props {
  /** "Member Filters" */
  label: string;
  fields: readonly FilterField[];
  /** As the server keeps them: `status=ACT,COU`. */
  expressions: readonly string[];
  onChange: (expressions: string[]) => void;
  /** What is selected now, counted while one sets criteria. */
  count?: ReactNode;
  /** What the server says is wrong. */
  problem?: ReactNode;
}

interface Line {
  key: number;
  criterion: Criterion | null;
  /** As it came, where it could not be read: it is kept. */
  text: string;
}

let lastKey = 0;
const lineOf = (text: string): Line => {
  lastKey += 1;
  return { key: lastKey, criterion: parseCriterion(text), text };
};
const expressionsOf = (lines: readonly Line[]) =>
  lines
    .filter((line) => line.criterion === null || isComplete(line.criterion))
    .map((line) => (line.criterion ? expressionOf(line.criterion) : line.text));
const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((text, index) => text === b[index]);

/** Criteria one below the other, all of which must hold. What is not complete yet is no criterion yet. */
export function FilterEditor({ label, fields, expressions, onChange, count, problem }: Props) {
  const [lines, setLines] = useState<Line[]>(() => expressions.map(lineOf));
  const told = useRef<readonly string[]>(expressionsOf(lines));
  // Other expressions from outside (a reset, say) replace the lines; our own do not come back as news.
  useEffect(() => {
    if (same(expressions, told.current)) return;
    told.current = expressions;
    setLines(expressions.map(lineOf));
  }, [expressions]);

  // The focus goes to a criterion that is new, and stays in the editor when one goes.
  const section = useRef<HTMLElement>(null);
  const before = useRef(lines.length);
  useLayoutEffect(() => {
    const grown = lines.length - before.current;
    before.current = lines.length;
    if (grown === 0 || !(section.current?.contains(document.activeElement) || document.activeElement === document.body))
      return;
    const to = grown > 0 ? ".criteria > li:last-child select" : ".filter-foot button";
    section.current?.querySelector<HTMLElement>(to)?.focus();
  }, [lines.length]);

  const change = (next: Line[]) => {
    setLines(next);
    const now = expressionsOf(next);
    if (same(now, told.current)) return;
    told.current = now;
    onChange(now);
  };
  const add = () => {
    const field = fields[0];
    if (!field) return;
    lastKey += 1;
    change([...lines, { key: lastKey, criterion: newCriterion(field), text: "" }]);
  };
  return (
    <section className="filter" aria-label={label} ref={section}>
      {lines.length === 0 && <p className="muted">No criteria: everybody is selected.</p>}
      <ul className="criteria">
        {lines.map((line, index) => (
          <li key={line.key}>
            {index > 0 && <span className="criteria-and">and</span>}
            {line.criterion ? (
              <CriterionRow
                criterion={line.criterion}
                fields={fields}
                onChange={(criterion) =>
                  change(lines.map((other) => (other.key === line.key ? { ...other, criterion } : other)))
                }
              />
            ) : (
              <code>{line.text}</code>
            )}
            <Button
              look="quiet"
              icon="close"
              aria-label={`Remove criterion ${index + 1}`}
              onPress={() => change(lines.filter((other) => other.key !== line.key))}
            />
          </li>
        ))}
      </ul>
      <div className="filter-foot">
        <Button icon="plus" onPress={add} isDisabled={fields.length === 0}>
          Add a criterion
        </Button>
        {lines.length > 0 && (
          <Button look="quiet" onPress={() => change([])}>
            Remove all
          </Button>
        )}
        <div className="spring" />
        <div className="filter-count" aria-live="polite">
          {count}
        </div>
      </div>
      {problem}
    </section>
  );
}
