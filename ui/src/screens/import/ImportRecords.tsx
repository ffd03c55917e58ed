import { useDatabase } from "../../app/session";
import { NavigationBar } from "../../modules/NavigationBar";
import { EmptyState } from "../../parts/EmptyState";
import { SampleOffer } from "./SampleOffer";

/** How records come in. Files are imported on the command line; a database without records may have the sample. */
export default function ImportRecords() {
  const database = useDatabase();
  return (
    <div className="page">
      <NavigationBar crumbs={[{ title: "Import" }]} />
      <div className="page-body">
        <EmptyState icon="table" title="Bring your records in">
          <p>
            CSV files of Member Statuses, Members and Reps are imported on the command line of the machine that Muster
            runs on; either all of them come in or nothing does:
          </p>
          <p>
            <code>
              muster import --database "{database.name}" --statuses statuses.csv --members members.csv --reps reps.csv
            </code>
          </p>
          {database.members === 0 && <SampleOffer database={database.id} />}
        </EmptyState>
      </div>
    </div>
  );
}
