import { useDatabase, useMay } from "../../app/session";
import { Button } from "../../parts/Button";
import { EmptyState } from "../../parts/EmptyState";
import { go } from "../../router/history";

export function NoReps({ filtered, showAll }: { filtered: boolean; showAll: () => void }) {
  const database = useDatabase();
  const mayEdit = useMay("edit");
  if (filtered) {
    return (
      <EmptyState icon="search" title="No Rep matches">
        <p>Nobody in this database fits the search and the restrictions of the list.</p>
        <Button onPress={showAll}>Show All</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="person" title="No Reps yet">
      <p>Reps are the people who represent a Member. They become the Contacts in Constant Contact.</p>
      {mayEdit && (
        <>
          <p>Bring Members and Reps from CSV files, or enter them one by one: Record, New Row.</p>
          <Button look="primary" onPress={() => go("importRecords", { database: String(database.id) })}>
            Import
          </Button>
        </>
      )}
    </EmptyState>
  );
}
