import { useEffect, useImperativeHandle, useRef, useState } from "react";
import { Button } from "./Button";
import { Icon } from "./Icon";

export interface SearchHandle {
  /** Takes the focus and begins with a letter that was typed elsewhere. */
  begin: (letter: string) => void;
}

interface Props {
  label: string;
  value: string;
  onSearch: (text: string) => void;
  /** Called on Enter and Down: on to what was found. */
  onLeave: () => void;
  handle?: React.Ref<SearchHandle>;
}

const restBeforeSearch = 200; // ms

/** A search that goes on while one types. */
export function SearchBox({ label, value, onSearch, onLeave, handle }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  // The address has the last word: "back" brings an earlier search.
  if (seen !== value) {
    setSeen(value);
    if (value !== text.trim()) setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSearch(next.trim()), restBeforeSearch);
  };
  const clear = () => {
    clearTimeout(timer.current);
    setText("");
    onSearch("");
    input.current?.focus();
  };
  useImperativeHandle(handle, () => ({
    begin: (letter) => {
      input.current?.focus();
      type(text + letter);
    },
  }));
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is not yet known to every browser that the page supports
    <div className="search-box" role="search">
      <Icon name="search" />
      <input
        ref={input}
        type="text"
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && text !== "") clear();
          else if (event.key === "Enter" || event.key === "ArrowDown") {
            event.preventDefault();
            onLeave();
          }
        }}
      />
      {text !== "" && <Button look="quiet" icon="close" aria-label="Clear the search" onPress={clear} />}
    </div>
  );
}
