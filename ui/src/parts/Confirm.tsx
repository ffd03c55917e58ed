import { type FormEvent, type ReactNode, useId, useState } from "react";
import { messageOf } from "../api/problem";
import { format } from "../base/format";
import { Button } from "./Button";
import { Complaint } from "./Complaint";
import { Dialog } from "./Dialog";

interface ConfirmProps {
  title: string;
  children: ReactNode;
  /** What the button says it does: "Delete 3 Reps". */
  action: string;
  danger?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before something is done, and stays open with the reason where it fails. */
export function Confirm({ title, children, action, danger = false, onConfirm, onClose }: ConfirmProps) {
  const [state, setState] = useState<{ busy: boolean; problem: string }>({ busy: false, problem: "" });
  const act = async () => {
    setState({ busy: true, problem: "" });
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setState({ busy: false, problem: messageOf(error) });
    }
  };
  return (
    <Dialog
      title={title}
      role="alertdialog"
      size="small"
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose} autoFocus>
            Cancel
          </Button>
          <Button look={danger ? "danger" : "primary"} isPending={state.busy} onPress={act}>
            {action}
          </Button>
        </>
      }
    >
      {children}
      <Complaint text={state.problem} />
    </Dialog>
  );
}

interface NumberProps {
  /** The number that must be typed. */
  number: number;
  /** What it counts: "contacts". */
  what: string;
  action: string;
  busy?: boolean;
  onConfirm: (number: number) => void;
}

/** For what cannot be done by a stray click: the button works once the number was typed. */
export function ConfirmNumber({ number, what, action, busy = false, onConfirm }: NumberProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const right = typed.replace(/\D/g, "") === String(number);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (right && !busy) onConfirm(number);
  };
  return (
    <form className="confirm-number" onSubmit={submit}>
      <label htmlFor={id}>
        Type {format.number(number)} to confirm the number of {what}
      </label>
      <div className="side-by-side">
        <input
          id={id}
          className="input"
          inputMode="numeric"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button look="danger" type="submit" isDisabled={!right} isPending={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
