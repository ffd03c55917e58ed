import { Dialog as AriaDialog, DialogTrigger, Popover } from "react-aria-components";
import { Button } from "../Button";
import { type Column, inOrder, type Layout, moved, shown } from "./columns";

interface Props<Row> {
  columns: readonly Column<Row>[];
  layout: Layout;
  onLayout: (layout: Layout) => void;
  onReset: () => void;
}

/** Which columns are seen, and in which order. */
export function ColumnChooser<Row>({ columns, layout, onLayout, onReset }: Props<Row>) {
  const ordered = inOrder(columns, layout);
  return (
    <DialogTrigger>
      <Button look="quiet" icon="columns" aria-label="Columns" />
      <Popover className="popover" placement="bottom end">
        <AriaDialog className="column-chooser" aria-label="Columns">
          <ul>
            {ordered.map((column, index) => (
              <li key={column.id}>
                <label>
                  <input
                    type="checkbox"
                    checked={!layout.hidden.includes(column.id)}
                    onChange={(event) => onLayout(shown(layout, columns, column.id, event.target.checked))}
                  />
                  {column.title}
                </label>
                <Button
                  look="quiet"
                  icon="up"
                  aria-label={`Move ${column.title} to the left`}
                  isDisabled={index === 0}
                  onPress={() => onLayout(moved(layout, columns, column.id, -1))}
                />
                <Button
                  look="quiet"
                  icon="down"
                  aria-label={`Move ${column.title} to the right`}
                  isDisabled={index === ordered.length - 1}
                  onPress={() => onLayout(moved(layout, columns, column.id, 1))}
                />
              </li>
            ))}
          </ul>
          <Button look="quiet" onPress={onReset}>
            Standard columns
          </Button>
        </AriaDialog>
      </Popover>
    </DialogTrigger>
  );
}
