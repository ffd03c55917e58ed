import type { Run } from "../../api/types";
import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { parts, type Tab, undoParts } from "./tabs";

interface Props {
  run: Run;
  onTab: (tab: Tab) => void;
}

/** The totals as a sum: they add up to the selected Reps (R27), or to whom an undone run had changed. Each leads to its people. */
export function TotalsTable({ run: { totals, undo_of }, onTab }: Props) {
  const isUndo = undo_of !== null;
  return (
    <table className="totals">
      <caption>Totals</caption>
      <tbody>
        {(isUndo ? undoParts : parts).map(({ key, text, tab }) => (
          <tr key={key} className={totals[key] === 0 ? "muted" : undefined}>
            <td className="number">{format.number(totals[key])}</td>
            <th scope="row">
              {tab !== undefined && totals[key] > 0 ? (
                <Button look="quiet" onPress={() => onTab(tab)}>
                  {text}
                </Button>
              ) : (
                text
              )}
            </th>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td className="number">{format.number(totals.selected)}</td>
          <th scope="row">{isUndo ? "people whom that run changed" : "Reps selected"}</th>
        </tr>
      </tfoot>
    </table>
  );
}
