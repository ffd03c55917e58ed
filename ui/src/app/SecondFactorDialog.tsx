import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { answer, api } from "../api/client";
import { sessionQuery } from "../api/queries";
import { Button } from "../parts/Button";
import { Complaint } from "../parts/Complaint";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/form/Field";
import { useForm } from "../parts/form/useForm";
import { say } from "../parts/messages";
import { useSession } from "./session";

type Step = { at: "start" } | { at: "enter"; secret: string; url: string } | { at: "done"; codes: string[] };

/** Sets up a second factor, or takes it off. It counts only once a code of it was confirmed. */
export function SecondFactorDialog({ onClose }: { onClose: () => void }) {
  const { second_factor } = useSession();
  const client = useQueryClient();
  const form = useForm();
  const formId = useId();
  const [step, setStep] = useState<Step>({ at: "start" });
  const [code, setCode] = useState("");
  const refresh = () => client.fetchQuery({ ...sessionQuery, staleTime: 0 });

  const begin = () =>
    form.send(async () => setStep({ at: "enter", ...(await answer(api.POST("/session/second-factor"))) }));
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    void form.send(async () => {
      const { recovery_codes } = await answer(api.PUT("/session/second-factor", { body: { code } }));
      setStep({ at: "done", codes: recovery_codes });
      await refresh();
    });
  };
  const remove = async () => {
    const removed = await form.send(async () => {
      await answer(api.DELETE("/session/second-factor"));
      await refresh();
    });
    if (!removed) return;
    say("The second factor was taken off.");
    onClose();
  };
  const buttons = {
    start: second_factor ? (
      <Button look="danger" isPending={form.busy} onPress={remove}>
        Take the second factor off
      </Button>
    ) : (
      <Button look="primary" isPending={form.busy} onPress={begin}>
        Set it up
      </Button>
    ),
    enter: (
      <Button look="primary" type="submit" form={formId} isPending={form.busy}>
        Confirm
      </Button>
    ),
    done: (
      <Button look="primary" onPress={onClose}>
        I have kept the codes
      </Button>
    ),
  };
  return (
    <Dialog title="Second Factor" onClose={onClose} buttons={buttons[step.at]}>
      {step.at === "start" && (
        <p>
          {second_factor
            ? "Signing in asks for your password and for a code of your authenticator."
            : "With a second factor, signing in also asks for a code that an authenticator on your phone shows."}
        </p>
      )}
      {step.at === "enter" && (
        <form id={formId} onSubmit={confirm}>
          <p>Enter this key into your authenticator, then type the code that it shows.</p>
          <p>
            <code className="secret">{step.secret}</code>
          </p>
          <p>
            <a href={step.url}>Open it in an authenticator on this device</a>
          </p>
          <TextField
            label="Code"
            value={code}
            onValue={setCode}
            autoComplete="one-time-code"
            inputMode="numeric"
            error={form.fields.code}
            required
            autoFocus
          />
        </form>
      )}
      {step.at === "done" && (
        <>
          <p>
            The second factor is in force. These recovery codes are shown this once: each works one time in place of a
            code. Keep them where your phone is not.
          </p>
          <ul className="codes">
            {step.codes.map((recovery) => (
              <li key={recovery}>
                <code>{recovery}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      <Complaint text={form.problem} />
    </Dialog>
  );
}
