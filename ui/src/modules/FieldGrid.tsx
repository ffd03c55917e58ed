import { CheckField, type Choice, SelectField, TextField } from "../parts/form/Field";
import type { RecordForm } from "./useRecord";

export interface FieldSpec {
  /** The column's name, as in the CSV files. */
  name: string;
  label: string;
  kind?: "text" | "email" | "tel" | "url" | "date" | "yes-no" | "password";
  choices?: readonly Choice[];
  hint?: string;
  autoComplete?: string;
}

/** Fields of a record side by side, as many as fit. */
export function FieldGrid({
  form,
  fields,
  disabled,
}: {
  form: RecordForm;
  fields: readonly FieldSpec[];
  disabled: boolean;
}) {
  return (
    <div className="field-grid">
      {fields.map((spec) => (
        <RecordField key={spec.name} form={form} spec={spec} disabled={disabled} />
      ))}
    </div>
  );
}

function RecordField({ form, spec, disabled }: { form: RecordForm; spec: FieldSpec; disabled: boolean }) {
  const { name, label, kind = "text", choices, hint } = spec;
  const frame = { label, hint, error: form.form.fields[name], disabled };
  const onValue = (value: string) => form.set(name, value);
  if (kind === "yes-no") {
    const checked = form.value(name) === "yes";
    return <CheckField {...frame} checked={checked} onChecked={(yes) => onValue(yes ? "yes" : "no")} />;
  }
  if (choices) return <SelectField {...frame} choices={choices} value={form.value(name)} onValue={onValue} />;
  return (
    <TextField
      {...frame}
      type={kind}
      autoComplete={spec.autoComplete ?? "off"}
      spellCheck={kind === "text"}
      value={form.value(name)}
      onValue={onValue}
    />
  );
}
