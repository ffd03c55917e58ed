import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { folded } from "../../base/format";
import { Button } from "../Button";
import { Icon } from "../Icon";

interface Props {
  values: readonly string[];
  /** Values to choose from, where there are few. */
  offered: readonly string[];
  type: "text" | "date";
  onChange: (values: string[]) => void;
}

export const blank = "(blank)";
const shownAs = (value: string) => (value === "" ? blank : value);

/** Any number of values: chosen from those on offer, or typed one after the other. */
export function ValuesInput(props: Props) {
  return props.offered.length > 0 ? <Chooser {...props} /> : <Typed {...props} />;
}

function Chooser({ values, offered, onChange }: Props) {
  const [search, setSearch] = useState("");
  const all = [...offered, ...values.filter((value) => !offered.includes(value))];
  const wanted = folded(search.trim());
  const toggle = (value: string, on: boolean) =>
    onChange(on ? [...values, value] : values.filter((other) => other !== value));
  const text = values.length === 0 ? "Choose…" : values.map(shownAs).join(" or ");
  return (
    <DialogTrigger>
      <AriaButton className="input chooser" aria-label={`Values: ${text}`}>
        <span>{text}</span>
        <Icon name="down" />
      </AriaButton>
      <Popover className="popover" placement="bottom start">
        <Dialog className="value-list" aria-label="Values">
          {all.length > 12 && (
            <input
              className="input"
              aria-label="Search values"
              placeholder="Search"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          )}
          <ul>
            {all
              .filter((value) => folded(shownAs(value)).includes(wanted))
              .map((value) => (
                <li key={value}>
                  <label>
                    <input
                      type="checkbox"
                      checked={values.includes(value)}
                      onChange={(event) => toggle(value, event.target.checked)}
                    />
                    {shownAs(value)}
                  </label>
                </li>
              ))}
          </ul>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Typed({ values, type, onChange }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const add = () => {
    const value = text.trim();
    setText("");
    if (value !== "" && !values.includes(value)) onChange([...values, value]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" || (event.key === "," && type === "text")) {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && text === "" && values.length > 0) {
      onChange(values.slice(0, -1));
    }
  };
  return (
    <div className="values">
      {values.map((value) => (
        <span key={value} className="value">
          {shownAs(value)}
          <Button
            look="quiet"
            icon="close"
            aria-label={`Remove ${shownAs(value)}`}
            onPress={() => {
              onChange(values.filter((other) => other !== value));
              input.current?.focus();
            }}
          />
        </span>
      ))}
      <input
        ref={input}
        id={id}
        className="value-input"
        aria-label={values.length === 0 ? "Value" : "Another value"}
        type={type}
        placeholder={values.length === 0 ? "Value, then Enter" : "or…"}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
      />
    </div>
  );
}
