import { type FormEvent, useState } from "react";
import type { Options } from "../../api/types";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { CheckField, TextField } from "../../parts/form/Field";
import { useForm } from "../../parts/form/useForm";
import { say } from "../../parts/messages";
import { optionHint, optionName } from "./option-words";

interface Props {
  options: Options;
  /** Sends what was changed; blank sets the default back. */
  onSave: (changed: Record<string, string>) => Promise<Options>;
}

/** Settings, each with its range, default and meaning. */
export function OptionsForm({ options, onSave }: Props) {
  const form = useForm();
  const valuesOf = (list: Options) => Object.fromEntries(list.map(({ key, value }) => [key, value]));
  const [saved, setSaved] = useState(() => valuesOf(options));
  const [values, setValues] = useState(saved);
  const changed = Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== saved[key]));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await form.send(async () => {
      const now = valuesOf(await onSave(changed));
      setSaved(now);
      setValues(now);
      say("Saved.");
    });
  };
  const set = (key: string, value: string) => setValues({ ...values, [key]: value });
  return (
    <form className="options" onSubmit={submit}>
      {options.map((option) => {
        const value = values[option.key] ?? "";
        const error = form.fields[option.key];
        const hint = optionHint(option);
        return option.kind === "yes_no" ? (
          <CheckField
            key={option.key}
            label={optionName(option)}
            hint={hint}
            error={error}
            checked={value === "yes"}
            onChecked={(on) => set(option.key, on ? "yes" : "no")}
          />
        ) : (
          <TextField
            key={option.key}
            label={optionName(option)}
            hint={hint}
            error={error}
            value={value}
            inputMode={option.kind === "number" ? "numeric" : undefined}
            placeholder={option.standard}
            onValue={(text) => set(option.key, text)}
          />
        );
      })}
      <Complaint text={form.problem} />
      <div className="buttons">
        <Button isDisabled={Object.keys(changed).length === 0} onPress={() => setValues(saved)}>
          Undo changes
        </Button>
        <Button look="primary" type="submit" isPending={form.busy} isDisabled={Object.keys(changed).length === 0}>
          Save
        </Button>
      </div>
    </form>
  );
}
