import { useId, useRef, useState } from "react";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { SelectField } from "../../parts/form/Field";
import { type ChosenFile, proposed } from "./state";

interface Props {
  database: number;
  /** Three files are there already. */
  full: boolean;
  onFile: (file: ChosenFile) => void;
}

/** Takes a file to the server, which says what it looks like. */
export function FilePicker({ database, full, onFile }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [encoding, setEncoding] = useState<"automatic" | "windows-1252">("automatic");
  const [state, setState] = useState({ busy: false, problem: "" });
  const upload = async (file: File) => {
    setState({ busy: true, problem: "" });
    try {
      const found = await answer(
        api.POST("/databases/{database}/uploads", {
          params: { path: { database }, query: { name: file.name, encoding } },
          headers: { "Content-Type": "text/csv" },
          body: file as unknown as string, // the description calls bytes a string
          bodySerializer: (body) => body as unknown as Blob,
        }),
      );
      onFile(proposed(found));
      setState({ busy: false, problem: "" });
    } catch (error) {
      setState({ busy: false, problem: `${file.name}: ${messageOf(error)}` });
    }
    if (input.current) input.current.value = ""; // the same file may be chosen again
  };
  return (
    <div className="file-picker">
      <input
        ref={input}
        id={id}
        className="unseen"
        type="file"
        accept=".csv,.txt,text/csv"
        aria-label="CSV file"
        tabIndex={-1}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void upload(file);
        }}
      />
      <Button icon="plus" isDisabled={full} isPending={state.busy} onPress={() => input.current?.click()}>
        Choose a CSV file
      </Button>
      <SelectField
        label="Its characters are"
        value={encoding}
        onValue={(value) => setEncoding(value === "windows-1252" ? value : "automatic")}
        choices={[
          { value: "automatic", text: "UTF-8 or UTF-16 (found by itself)" },
          { value: "windows-1252", text: "Windows-1252 (older Windows programs)" },
        ]}
      />
      <Complaint text={state.problem} />
    </div>
  );
}
