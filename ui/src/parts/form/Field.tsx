import { type InputHTMLAttributes, type ReactNode, useId } from "react";

interface Frame {
  label: string;
  /** What the server or the form says is wrong with it. */
  error?: string | undefined;
  hint?: string | undefined;
}

interface Wired {
  id: string;
  "aria-invalid": boolean;
  "aria-describedby": string | undefined;
}

/** Label, control, hint and error of one field, wired together. */
function Field({ label, error, hint, children }: Frame & { children: (wired: Wired) => ReactNode }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-invalid": error !== undefined, "aria-describedby": described || undefined })}
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}

type Native = Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange" | "id">;

interface TextProps extends Frame, Native {
  value: string;
  onValue: (value: string) => void;
}

export function TextField({ label, error, hint, value, onValue, ...native }: TextProps) {
  return (
    <Field label={label} error={error} hint={hint}>
      {(wired) => (
        <input
          {...native}
          {...wired}
          className="input"
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface Choice {
  value: string;
  text: string;
}

interface SelectProps extends Frame {
  value: string;
  choices: readonly Choice[];
  disabled?: boolean;
  required?: boolean;
  onValue: (value: string) => void;
}

/** One of a few. A value that is no choice is shown as it is. */
export function SelectField({ label, error, hint, value, choices, onValue, ...native }: SelectProps) {
  const known = choices.some((choice) => choice.value === value);
  return (
    <Field label={label} error={error} hint={hint}>
      {(wired) => (
        <select
          {...native}
          {...wired}
          className="input"
          value={value}
          onChange={(event) => onValue(event.target.value)}
        >
          {!known && <option value={value}>{value}</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckProps extends Frame {
  checked: boolean;
  disabled?: boolean;
  onChecked: (checked: boolean) => void;
}

export function CheckField({ label, error, hint, checked, disabled, onChecked }: CheckProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="field check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={note && `${id}-note`}
        onChange={(event) => onChecked(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {note && (
        <p id={`${id}-note`} className={error ? "field-error" : "field-hint"}>
          {note}
        </p>
      )}
    </div>
  );
}
