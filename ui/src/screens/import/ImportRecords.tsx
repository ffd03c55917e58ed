import { useDatabase, useMay } from "../../app/session";
import { NavigationBar } from "../../modules/NavigationBar";
import { EmptyState } from "../../parts/EmptyState";
import { ImportFiles } from "./ImportFiles";

/** CSV files in: what they look like, which heading is which column, check, import; all or nothing. */
export default function ImportRecords() {
  const database = useDatabase();
  const mayImport = useMay("edit");
  return (
    <div className="page">
      <NavigationBar crumbs={[{ title: "Import" }]} />
      <div className="page-body">
        {mayImport ? (
          <ImportFiles key={database.id} database={database} />
        ) : (
          <EmptyState icon="table" title="Viewers do not import">
            <p>You may look at everything in this database. To bring records in, ask an operator or administrator.</p>
          </EmptyState>
        )}
      </div>
    </div>
  );
}
