import type { Database } from "../../api/types";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { EmptyState } from "../../parts/EmptyState";
import { CheckField } from "../../parts/form/Field";
import { Progress } from "../../parts/Progress";
import { FileCard } from "./FileCard";
import { FilePicker, RefusedFile } from "./FilePicker";
import { problems } from "./mapping";
import { NextSteps, Remedies } from "./NextSteps";
import { Result } from "./Result";
import { SampleOffer } from "./SampleOffer";
import { fileOf } from "./uploads";
import { type Import, useImport } from "./useImport";

export function ImportFiles({ database }: { database: Database }) {
  const work = useImport(database.id);
  const { draft, busy, refused } = work;
  const { files, result, stale, skip } = draft;
  if (result?.kept && files.length === 0) {
    return (
      <Result result={result} stale={false} skip={skip} answer={work.answers}>
        <NextSteps database={database} result={result} />
        <p>
          <Button onPress={work.beginAnew}>Import more</Button>
        </p>
      </Result>
    );
  }
  return (
    <>
      {files.length === 0 && <Welcome database={database} />}
      <FilePicker
        first={files.length === 0}
        busy={busy === "upload"}
        disabled={busy !== null}
        onFiles={(chosen) => void work.choose(chosen)}
      />
      {busy === "upload" && <Progress label="Looking at the files" />}
      {refused.map((one) => (
        <RefusedFile
          key={one.file.name}
          refused={one}
          busy={busy === "upload"}
          onRead={() => void work.readAs(one.file, "windows-1252")}
          onDismiss={() => work.dismiss(one.file)}
        />
      ))}
      {files.map((file) => {
        const source = fileOf(file.upload);
        return (
          <FileCard
            key={file.upload.name}
            file={file}
            all={files}
            busy={busy !== null}
            onRead={source ? (encoding) => void work.readAs(source, encoding) : null}
            onChange={work.change}
            onRemove={() => work.remove(file)}
          />
        );
      })}
      {files.length > 0 && <Begin work={work} name={database.name} />}
      <Complaint text={work.problem} />
      {result && (
        <Result result={result} stale={stale} skip={skip} answer={work.answers}>
          {result.error_count > 0 && <Remedies skip={skip} />}
        </Result>
      )}
      {files.length === 0 && database.members === 0 && <SampleOffer database={database.id} />}
    </>
  );
}

function Welcome({ database }: { database: Database }) {
  return (
    <EmptyState icon="table" title="Bring your records in">
      <p>
        Choose CSV files of Member Statuses, Members and Reps: one, two or all three. Muster shows what is in them and
        asks which heading is what; nothing comes into “{database.name}” before you say so.
      </p>
      <p className="muted">
        Members come before Reps, because a Rep belongs to a Member. A row whose id is here already changes that record.
      </p>
    </EmptyState>
  );
}

/** What becomes of bad rows; check, and import. */
function Begin({ work, name }: { work: Import; name: string }) {
  const { draft, busy } = work;
  const ready = busy === null && draft.files.every((file) => problems(file, draft.files).length === 0);
  return (
    <section className="begin-import" aria-label="Check and import">
      <CheckField
        label="Leave bad rows out"
        hint={
          draft.skip
            ? "The good rows come in; the bad ones are listed and stay out."
            : "All or nothing: one bad row in any file, and none of the files comes in."
        }
        checked={draft.skip}
        disabled={busy !== null}
        onChecked={work.setSkip}
      />
      <div className="buttons">
        <Button isDisabled={!ready} isPending={busy === "check"} onPress={() => void work.check()}>
          Check
        </Button>
        <Button look="primary" isDisabled={!ready} isPending={busy === "import"} onPress={() => void work.bringIn()}>
          Import into “{name}”
        </Button>
        <span className="muted">A check keeps nothing: it shows what would come in.</span>
      </div>
      {busy === "check" && <Progress label="Checking the files" />}
      {busy === "import" && <Progress label="Importing" />}
    </section>
  );
}
