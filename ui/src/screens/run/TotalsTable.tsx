import type { Totals } from "../../api/types";
import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { parts, type Tab } from "./tabs";

interface Props {
  totals: Totals;
  onTab: (tab: Tab) => void;
}

/** The totals as a sum: they add up to the selected Reps (R27). Each figure leads to its people. */
export function TotalsTable({ totals, onTab }: Props) {
  return (
    <table className="totals">
      <caption>Totals</caption>
      <tbody>
        {parts.map(({ key, text, tab }) => (
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
          <th scope="row">Reps selected</th>
        </tr>
      </tfoot>
    </table>
  );
}
