import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "../parts/Button";
import { Complaint } from "../parts/Complaint";
import { Dialog } from "../parts/Dialog";
import type { useForm } from "../parts/form/useForm";

interface Props {
  /** "New Rep" */
  title: string;
  /** "Add Rep" */
  action: string;
  form: ReturnType<typeof useForm>;
  /** Throws where it fails. */
  onAdd: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

/** The dialog of New Row: the few fields that a record needs; the rest is entered in the Detail View. */
export function NewRecord({ title, action, form, onAdd, onClose, children }: Props) {
  const formId = useId();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await form.send(onAdd)) onClose();
  };
  return (
    <Dialog
      title={title}
      size="small"
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} isPending={form.busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        {children}
        <Complaint text={form.problem} />
      </form>
    </Dialog>
  );
}
