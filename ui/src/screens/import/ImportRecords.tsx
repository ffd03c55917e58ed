import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import { dashboardQuery, databaseKey, sessionQuery } from "../../api/queries";
import type { ImportResult } from "../../api/types";
import { useDatabase } from "../../app/session";
import { NavigationBar } from "../../modules/NavigationBar";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { EmptyState } from "../../parts/EmptyState";
import { CheckField } from "../../parts/form/Field";
import { FileCard } from "./FileCard";
import { FilePicker } from "./FilePicker";
import { Result } from "./Result";
import { SampleOffer } from "./SampleOffer";
import { type ChosenFile, complaints } from "./state";

/** CSV files in: what they look like, which heading is which column, check, import; all or nothing. */
export default function ImportRecords() {
  const database = useDatabase();
  const client = useQueryClient();
  const [files, setFiles] = useState<ChosenFile[]>([]);
  const [skip, setSkip] = useState(false);
  const [state, setState] = useState<{ busy: "check" | "import" | null; problem: string }>({ busy: null, problem: "" });
  const [result, setResult] = useState<ImportResult | null>(null);
  const wrong = complaints(files);

  const change = (next: ChosenFile[]) => {
    setFiles(next);
    setResult(null);
    setState({ busy: null, problem: "" });
  };
  const send = async (dry_run: boolean) => {
    setState({ busy: dry_run ? "check" : "import", problem: "" });
    setResult(null);
    try {
      const done = await answer(
        api.POST("/databases/{database}/imports", {
          params: { path: { database: database.id } },
          body: {
            dry_run,
            skip_bad_rows: skip,
            files: files.map(({ upload, kind, columns }) => ({ upload_id: upload.upload_id, kind, columns })),
          },
        }),
      );
      setResult(done);
      setState({ busy: null, problem: "" });
      if (done.kept) {
        void client.invalidateQueries({ queryKey: databaseKey(database.id) });
        void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
      }
    } catch (error) {
      setState({ busy: null, problem: messageOf(error) });
    }
  };
  const ready = files.length > 0 && wrong.length === 0 && state.busy === null;
  return (
    <div className="page">
      <NavigationBar crumbs={[{ title: "Import" }]} />
      <div className="page-body">
        <FilePicker database={database.id} full={files.length >= 3} onFile={(file) => change([...files, file])} />
        {files.length === 0 && (
          <EmptyState icon="table" title="Bring your records in">
            <p>
              Choose up to three CSV files: Member Statuses, Members and Reps. Muster shows what is in them before
              anything is imported, and either all of them come in or nothing does.
            </p>
            {database.members === 0 && <SampleOffer database={database.id} />}
          </EmptyState>
        )}
        {files.map((file, index) => (
          <FileCard
            key={file.upload.upload_id}
            file={file}
            onChange={(next) => change(files.map((other, at) => (at === index ? next : other)))}
            onRemove={() => change(files.filter((_, at) => at !== index))}
          />
        ))}
        {files.length > 0 && (
          <>
            <CheckField
              label="Import the good rows even if there are bad ones"
              hint="Otherwise one bad row keeps everything out."
              checked={skip}
              onChecked={(on) => {
                setSkip(on);
                setResult(null);
              }}
            />
            <Complaint text={wrong.join(" ")} />
            <div className="buttons">
              <Button isDisabled={!ready} isPending={state.busy === "check"} onPress={() => void send(true)}>
                Check
              </Button>
              <Button
                look="primary"
                isDisabled={!ready}
                isPending={state.busy === "import"}
                onPress={() => void send(false)}
              >
                Import into “{database.name}”
              </Button>
            </div>
          </>
        )}
        <Complaint text={state.problem} />
        {result && <Result result={result} database={database.id} />}
      </div>
    </div>
  );
}
