import { type ReactNode, useEffect } from "react";
import { count } from "../base/format";
import { useLatest } from "../base/useLatest";
import { Button } from "../parts/Button";
import { Complaint } from "../parts/Complaint";
import { Progress } from "../parts/Progress";
import type { RecordForm } from "./useRecord";

interface Props {
  title: ReactNode;
  notes?: ReactNode;
  form: RecordForm;
  /** The label of each field, to name those that somebody else changed. */
  labels: Record<string, string>;
  children: ReactNode;
}

/** The frame of a Detail View: heading, content, and what to do with what was typed. Ctrl+S saves. */
export function RecordFrame({ title, notes, form, labels, children }: Props) {
  const { dirty, conflict } = form;
  const save = useLatest(() => void form.save());
  useEffect(() => {
    if (!dirty) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      save();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [dirty, save]);

  if (form.loading) return <Progress label="Loading the record" />;
  if (form.problem !== "") return <Complaint text={form.problem} />;
  const changes = Object.keys(form.draft).length;
  const named = conflict?.map((name) => labels[name] ?? name).join(", ");
  return (
    <div className="record">
      <header className="record-head">
        <h2>{title}</h2>
        {notes}
      </header>
      <div className="record-body">{children}</div>
      <Complaint
        text={
          conflict
            ? `Somebody else changed this record since you opened it${named ? ` (${named})` : ""}. What you typed is ` +
              "kept here and not saved. Save puts it over theirs, Cancel shows theirs."
            : form.form.problem
        }
      />
      {dirty && (
        <footer className="record-foot">
          <p>{count(changes, "change")} not saved yet</p>
          <Button onPress={form.cancel}>Cancel</Button>
          <Button look="primary" isPending={form.form.busy} onPress={() => void form.save()}>
            Save
          </Button>
        </footer>
      )}
    </div>
  );
}
