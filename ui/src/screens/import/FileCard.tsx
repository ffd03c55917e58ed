import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { SelectField } from "../../parts/form/Field";
import { isKind, kinds, kindTitles } from "./columns";
import { MappingTable } from "./MappingTable";
import { type ChosenFile, type Encoding, looksMisread, notes, problems, withColumn, withKind } from "./mapping";

interface Props {
  file: ChosenFile;
  all: readonly ChosenFile[];
  busy: boolean;
  /** Reads it once more, where the page still has it. */
  onRead: ((encoding: Encoding) => void) | null;
  onChange: (file: ChosenFile) => void;
  onRemove: () => void;
}

const encodings = [
  { value: "automatic", text: "Found by itself" },
  { value: "windows-1252", text: "Windows-1252 (older Windows programs)" },
] as const;

/** One file: what it is taken for, which heading is which column, its first rows, and what keeps it from coming in. */
export function FileCard({ file, all, busy, onRead, onChange, onRemove }: Props) {
  const { upload, kind, encoding } = file;
  const misread = looksMisread(file);
  return (
    <section className="card file-card" aria-label={upload.name}>
      <header>
        <div>
          <h2>{upload.name}</h2>
          <p className="muted">
            {upload.encoding} · cells separated by {upload.delimiter} · the server keeps it until{" "}
            {format.time(upload.expires_at)}
          </p>
        </div>
        <Button look="quiet" icon="close" aria-label={`Remove ${upload.name}`} isDisabled={busy} onPress={onRemove} />
      </header>
      <div className="file-facts">
        <SelectField
          label="It holds"
          value={kind ?? ""}
          disabled={busy}
          choices={[
            ...(kind === null ? [{ value: "", text: "Choose…" }] : []),
            ...kinds.map((known) => ({ value: known, text: kindTitles[known] })),
          ]}
          onValue={(value) => isKind(value) && onChange(withKind(file, value))}
        />
        <SelectField
          label="Its characters"
          value={encoding}
          disabled={busy || onRead === null}
          hint={onRead ? undefined : "To read it another way, choose the file again."}
          choices={encodings}
          onValue={(value) => onRead?.(value === "windows-1252" ? value : "automatic")}
        />
      </div>
      <Complaint text={problems(file, all).join(" ")} />
      {misread && encoding === "automatic" && (
        <p className="note">
          Some characters are shown as �: they could not be read. If the file is from an older Windows program, set{" "}
          <em>Its characters</em> to Windows-1252.
        </p>
      )}
      {upload.warnings.length > 0 && (
        <div className="note">
          <p>Among the first rows are some that cannot come in as they are:</p>
          <ul className="warnings">
            {upload.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </div>
      )}
      {notes(file).map((sentence) => (
        <p key={sentence} className="note">
          {sentence}
        </p>
      ))}
      {kind !== null && (
        <MappingTable
          file={file}
          kind={kind}
          disabled={busy}
          onColumn={(at, to) => onChange(withColumn(file, at, to))}
        />
      )}
    </section>
  );
}
