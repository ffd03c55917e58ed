import { type KeyboardEvent, useId, useState } from "react";
import { count, format } from "../../base/format";
import { Button } from "../Button";
import { MoverList } from "./MoverList";
import { type Entry, found, listsOf, movable, movedTo, type Side } from "./state";

interface Props {
  /** What is moved: "Rep Groups". */
  what: string;
  entries: readonly Entry[];
  included: readonly string[];
  onChange: (included: string[]) => void;
  /** The captions of the two lists. */
  captions?: Record<Side, string>;
  disabled?: boolean;
}

const plain: Record<Side, string> = { available: "Available", included: "Included" };

/** Two lists, and buttons between them that move entries from one to the other. */
export function Mover({ what, entries, included, onChange, captions = plain, disabled = false }: Props) {
  const lists = listsOf(entries, included);
  const [search, setSearch] = useState({ available: "", included: "" });
  const [selected, setSelected] = useState({ available: new Set<string>(), included: new Set<string>() });
  const [spoken, setSpoken] = useState("");
  const id = useId();
  const shown = {
    available: found(lists.available, search.available),
    included: found(lists.included, search.included),
  };
  const selectedIn = (side: Side) => lists[side].filter((entry) => selected[side].has(entry.name));

  const move = (to: Side, names: readonly string[]) => {
    const next = movedTo(to, entries, included, names);
    const moved = Math.abs(next.length - new Set(included).size);
    if (moved === 0 || disabled) return;
    onChange(next);
    setSelected({ available: new Set(), included: new Set() });
    setSpoken(`${count(moved, "entry", "entries")} moved to ${captions[to]}`);
  };
  const moveSelected = (to: Side) =>
    move(
      to,
      selectedIn(other(to)).map((entry) => entry.name),
    );
  const onKeyDown = (event: KeyboardEvent) => {
    const side = (event.target as HTMLElement).closest("[data-side]")?.getAttribute("data-side");
    if (event.key !== "Enter" || !(event.target as HTMLElement).closest("[role=option]")) return;
    event.preventDefault();
    event.stopPropagation();
    if (side === "available" || side === "included") moveSelected(other(side));
  };
  const list = (side: Side) => (
    <MoverList
      side={side}
      caption={captions[side]}
      what={what}
      entries={shown[side]}
      total={lists[side].length}
      search={search[side]}
      onSearch={(text) => setSearch({ ...search, [side]: text })}
      selected={selected[side]}
      onSelected={(names) => setSelected({ ...selected, [side]: names })}
      onMove={(name) => move(other(side), [name])}
    />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a grid in every browser
    <div className="mover" role="group" aria-label={what} onKeyDownCapture={onKeyDown}>
      {list("available")}
      <div className="mover-buttons">
        <Button
          icon="right"
          aria-label={`Include the selected ${what}`}
          isDisabled={disabled || movable("available", selectedIn("available")).length === 0}
          onPress={() => moveSelected("included")}
        />
        <Button
          icon="allRight"
          aria-label={`Include all ${what} shown`}
          isDisabled={disabled || movable("available", shown.available).length === 0}
          onPress={() => move("included", movable("available", shown.available))}
        />
        <Button
          icon="left"
          aria-label={`Take the selected ${what} off`}
          isDisabled={disabled || selectedIn("included").length === 0}
          onPress={() => moveSelected("available")}
        />
        <Button
          icon="allLeft"
          aria-label={`Take all ${what} shown off`}
          isDisabled={disabled || shown.included.length === 0}
          onPress={() => move("available", movable("included", shown.included))}
        />
      </div>
      {list("included")}
      <p id={id} className="unseen" aria-live="polite">
        {spoken && `${spoken}. ${format.number(lists.included.length)} included.`}
      </p>
    </div>
  );
}

function other(side: Side): Side {
  return side === "available" ? "included" : "available";
}
