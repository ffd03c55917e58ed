import { useId } from "react";
import { ListBox, ListBoxItem, type Selection } from "react-aria-components";
import { format } from "../../base/format";
import { Icon } from "../Icon";
import { type Entry, type Side, searchFrom } from "./state";

interface Props {
  side: Side;
  caption: string;
  what: string;
  /** Those that the search has left. */
  entries: readonly Entry[];
  total: number;
  search: string;
  onSearch: (text: string) => void;
  selected: ReadonlySet<string>;
  onSelected: (names: Set<string>) => void;
  /** A double-click. */
  onMove: (name: string) => void;
}

const emptyWords: Record<Side, string> = {
  available: "All are included.",
  included: "None yet. Select some in the other list, then move them here.",
};

/** One list of a Mover: caption with its count, search box where it is long, entries. */
export function MoverList(props: Props) {
  const { side, caption, what, entries, total, search, selected } = props;
  const id = useId();
  // The set is handed on as it is: it knows where a range with Shift begins.
  const select = (keys: Selection) =>
    props.onSelected(keys === "all" ? new Set(entries.map((entry) => entry.name)) : (keys as Set<string>));
  const unmovable = side === "available" ? entries.filter((entry) => entry.reason !== undefined) : [];
  return (
    <section className="mover-list" data-side={side}>
      <h3 id={id}>
        {caption} <span className="muted">({format.number(total)})</span>
      </h3>
      {total > searchFrom && (
        <div className="search-box">
          <Icon name="search" />
          <input
            type="text"
            aria-label={`Search ${caption}`}
            placeholder={`Search ${what}`}
            value={search}
            onChange={(event) => props.onSearch(event.target.value)}
          />
        </div>
      )}
      <ListBox
        aria-labelledby={id}
        className="list-box"
        selectionMode="multiple"
        selectionBehavior="replace"
        items={entries.map((entry) => ({ ...entry, id: entry.name }))}
        selectedKeys={selected}
        onSelectionChange={select}
        disabledKeys={unmovable.map((entry) => entry.name)}
        onAction={(key) => props.onMove(String(key))}
        renderEmptyState={() => <p className="list-empty muted">{search ? "Nothing found." : emptyWords[side]}</p>}
      >
        {(entry) => (
          <ListBoxItem id={entry.name} textValue={entry.name} className="list-item">
            <span className="entry-name">{entry.name}</span>
            {entry.note && <span className="list-note">{entry.note}</span>}
            {side === "available" && entry.reason && <span className="list-reason">{entry.reason}</span>}
          </ListBoxItem>
        )}
      </ListBox>
    </section>
  );
}
