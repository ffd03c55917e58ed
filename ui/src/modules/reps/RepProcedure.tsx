import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import { attributesQuery, dashboardQuery, databaseKey, groupsQuery } from "../../api/queries";
import type { RepChoice } from "../../api/types";
import { useDatabase } from "../../app/session";
import { count } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { Confirm } from "../../parts/Confirm";
import { Dialog } from "../../parts/Dialog";
import { useForm } from "../../parts/form/useForm";
import { say } from "../../parts/messages";
import { NamePicker } from "./NamePicker";
import { doneInWords, type NamedProcedure, procedureWords } from "./procedure-words";

export type Procedure = NamedProcedure | "delete_reps";

interface Props {
  procedure: Procedure;
  choice: RepChoice;
  selected: number;
  onClose: () => void;
  onDone: () => void;
}

/** One change to the selected Reps: asks for what it needs, does it, says what came of it. */
export function RepProcedure(props: Props) {
  const { procedure, choice, onDone } = props;
  const database = useDatabase();
  const client = useQueryClient();
  const act = async (name?: string) => {
    const body = { procedure, reps: choice, ...(name === undefined ? {} : { name }) };
    const params = { path: { database: database.id } };
    const { matched, changed } = await answer(api.POST("/databases/{database}/procedures", { params, body }));
    say(doneInWords(procedure, matched, changed, name ?? ""));
    onDone();
    void client.invalidateQueries({ queryKey: databaseKey(database.id) });
    void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
  };
  return procedure === "delete_reps" ? (
    <DeleteReps {...props} act={act} />
  ) : (
    <WithName {...props} procedure={procedure} act={act} />
  );
}

function DeleteReps({ selected, onClose, act }: Props & { act: () => Promise<void> }) {
  const reps = count(selected, "Rep");
  return (
    <Confirm title="Delete Row" danger action={`Delete ${reps}`} onClose={onClose} onConfirm={act}>
      <p>{selected === 1 ? "The selected Rep is" : `The ${reps} selected are`} deleted from this database for good.</p>
      <p>
        Constant Contact is not touched now. The next update takes Contacts without an active Rep off Active Members; it
        deletes no Contact.
      </p>
    </Confirm>
  );
}

type WithNameProps = Props & { procedure: NamedProcedure; act: (name: string) => Promise<void> };

function WithName({ procedure, selected, onClose, act }: WithNameProps) {
  const database = useDatabase();
  const words = procedureWords[procedure];
  const groups = useQuery({ ...groupsQuery(database.id), enabled: words.of === "group" });
  const attributes = useQuery({ ...attributesQuery(database.id), enabled: words.of === "attribute" });
  const [name, setName] = useState("");
  const form = useForm();
  const found = words.of === "group" ? groups : attributes;
  const names = found.data?.map((entry) => ({ name: entry.name, note: count(entry.reps, "Rep") }));
  const reps = count(selected, "Rep");
  const go = async () => {
    if (name !== "" && (await form.send(() => act(name)))) onClose();
  };
  return (
    <Dialog
      title={words.title}
      size="small"
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" isDisabled={name === ""} isPending={form.busy} onPress={go}>
            {name === "" ? words.verb : words.action(reps, name)}
          </Button>
        </>
      }
    >
      <p>{words.question(reps)}</p>
      <NamePicker label={words.label} names={names} chosen={name} onChoose={setName} onOpen={go} />
      {words.of === "attribute" && name === "Unsubscribed from CC" && (
        <p className="field-hint">The next update sets this attribute by what Constant Contact says.</p>
      )}
      <Complaint text={found.error ? messageOf(found.error) : form.problem} />
    </Dialog>
  );
}
