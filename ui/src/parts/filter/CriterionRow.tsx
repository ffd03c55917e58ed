import type { FilterField } from "../../api/types";
import { fieldLabel, newCriterion, operatorLabel, operatorsFor, takesOneValue, withOperator } from "./fields";
import type { Criterion, Operator } from "./grammar";
import { ValuesInput } from "./ValuesInput";

interface Props {
  criterion: Criterion;
  fields: readonly FilterField[];
  onChange: (criterion: Criterion) => void;
}

/** One criterion: field, operator, values. */
export function CriterionRow({ criterion, fields, onChange }: Props) {
  const field = fields.find((candidate) => candidate.name === criterion.field);
  const kind = field?.kind ?? "text";
  const operators = operatorsFor(kind);
  const shown = operators.includes(criterion.operator) ? operators : [...operators, criterion.operator];
  const chooseField = (name: string) => {
    const chosen = fields.find((candidate) => candidate.name === name);
    if (chosen) onChange(newCriterion(chosen));
  };
  const setValues = (values: string[]) => onChange({ ...criterion, values });
  return (
    <div className="criterion">
      <select
        className="input"
        aria-label="Field"
        value={criterion.field}
        onChange={(event) => chooseField(event.target.value)}
      >
        {!field && <option value={criterion.field}>{fieldLabel(criterion.field)}</option>}
        {fields.map(({ name }) => (
          <option key={name} value={name}>
            {fieldLabel(name)}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Comparison"
        value={criterion.operator}
        onChange={(event) => onChange(withOperator(criterion, event.target.value as Operator))}
      >
        {shown.map((operator) => (
          <option key={operator} value={operator}>
            {operatorLabel(operator, kind)}
          </option>
        ))}
      </select>
      {kind === "yes_no" ? (
        <select
          className="input"
          aria-label="Value"
          value={/^(yes|true|1|x)$/i.test(criterion.values[0] ?? "") ? "yes" : "no"}
          onChange={(event) => setValues([event.target.value])}
        >
          <option value="yes">yes</option>
          <option value="no">no</option>
        </select>
      ) : takesOneValue(criterion.operator) ? (
        <input
          className="input"
          aria-label="Value"
          type={kind === "date" && isIsoDate(criterion.values[0] ?? "") ? "date" : "text"}
          value={criterion.values[0] ?? ""}
          onChange={(event) => setValues([event.target.value])}
        />
      ) : (
        <ValuesInput
          values={criterion.values}
          offered={field?.values ?? []}
          type={kind === "date" ? "date" : "text"}
          onChange={setValues}
        />
      )}
    </div>
  );
}

/** A date as the date field of a browser can show it; the command line also takes other forms. */
function isIsoDate(text: string): boolean {
  return text === "" || /^\d{4}-\d\d-\d\d$/.test(text);
}
