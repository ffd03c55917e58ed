import { useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { folded } from "../../base/format";
import { Icon } from "../../parts/Icon";
import { Progress } from "../../parts/Progress";

interface Props {
  label: string;
  names: readonly { name: string; note: string }[] | undefined;
  chosen: string;
  onChoose: (name: string) => void;
  /** Enter or a double-click on the chosen one. */
  onOpen: () => void;
}

const searchFrom = 12; // more names than this get a search box

/** Chooses one name of many. */
export function NamePicker({ label, names, chosen, onChoose, onOpen }: Props) {
  const [search, setSearch] = useState("");
  if (!names) return <Progress label={`Loading each ${label}`} />;
  const wanted = folded(search.trim());
  const found = names
    .filter(({ name }) => folded(name).includes(wanted))
    .map((entry) => ({ ...entry, id: entry.name }));
  return (
    <div className="name-picker">
      {names.length > searchFrom && (
        <div className="search-box">
          <Icon name="search" />
          <input
            type="text"
            aria-label={`Search ${label}`}
            placeholder="Search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </div>
      )}
      <ListBox
        aria-label={label}
        className="list-box"
        selectionMode="single"
        selectionBehavior="replace"
        items={found}
        selectedKeys={chosen === "" ? [] : [chosen]}
        onSelectionChange={(keys) => onChoose(String([...(keys as Set<string>)][0] ?? ""))}
        onAction={onOpen}
        renderEmptyState={() => <p className="list-empty muted">{search ? "Nothing found." : "There is none yet."}</p>}
      >
        {(entry) => (
          <ListBoxItem id={entry.name} textValue={entry.name} className="list-item">
            <span className="entry-name">{entry.name}</span>
            <span className="list-note">{entry.note}</span>
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  );
}
