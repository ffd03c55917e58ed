import { useState } from "react";
import { DropZone, FileTrigger, Text } from "react-aria-components";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import type { Refused } from "./useImport";

interface Props {
  /** Nothing is chosen yet. */
  first: boolean;
  /** They are on their way to the server. */
  busy: boolean;
  disabled: boolean;
  onFiles: (files: readonly File[]) => void;
}

/** Where files are dropped or chosen, several at once if need be. */
export function FilePicker({ first, busy, disabled, onFiles }: Props) {
  const [problem, setProblem] = useState("");
  const take = (files: readonly File[]) => {
    setProblem(files.length === 0 ? "Only files can be dropped here." : "");
    if (files.length > 0) onFiles(files);
  };
  return (
    <DropZone
      className="file-picker"
      isDisabled={disabled}
      getDropOperation={() => "copy"}
      onDrop={async ({ items }) => {
        const files = items.flatMap((item) => (item.kind === "file" ? [item] : []));
        take(await Promise.all(files.map((item) => item.getFile())));
      }}
    >
      <FileTrigger
        allowsMultiple
        acceptedFileTypes={[".csv", ".tsv", ".txt", "text/csv"]}
        onSelect={(list) => list && list.length > 0 && take([...list])}
      >
        <Button look={first ? "primary" : "plain"} icon="plus" isDisabled={disabled && !busy} isPending={busy}>
          Choose CSV files
        </Button>
      </FileTrigger>
      <Text slot="label">
        or drop them here.{!first && " A file that is chosen again takes the place of the one of its name."}
      </Text>
      <Complaint text={problem} />
    </DropZone>
  );
}

interface RefusedProps {
  refused: Refused;
  busy: boolean;
  onRead: () => void;
  onDismiss: () => void;
}

/** A file that the server would not take, and what may help. */
export function RefusedFile({ refused, busy, onRead, onDismiss }: RefusedProps) {
  const { file, reason, readable } = refused;
  return (
    <section className="card" aria-label={file.name}>
      <header>
        <h2>{file.name}</h2>
        <Button look="quiet" icon="close" aria-label={`Dismiss ${file.name}`} onPress={onDismiss} />
      </header>
      <Complaint text={reason} />
      {readable && (
        <p className="side-by-side">
          <span>Is it from an older Windows program?</span>
          <Button isPending={busy} onPress={onRead}>
            Read it as Windows-1252
          </Button>
        </p>
      )}
    </section>
  );
}
