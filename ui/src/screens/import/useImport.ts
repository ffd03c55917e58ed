import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { isProblem, messageOf } from "../../api/problem";
import { dashboardQuery, databaseKey, sessionQuery } from "../../api/queries";
import type { ImportResult } from "../../api/types";
import { type ImportDraft, useImportDraft } from "./draft";
import { type ChosenFile, chosenAgain, type Encoding, mostFiles, withUpload } from "./mapping";
import { bring, fileOf, throwAway } from "./uploads";

/** A file that the server would not take. */
export interface Refused {
  file: File;
  encoding: Encoding;
  reason: string;
  /** Another reading of its characters may help. */
  readable: boolean;
}

type Step = "upload" | "check" | "import";

function reasonOf(error: unknown): string {
  const advice = isProblem(error, "too-large") ? " Divide the file, and import one part after the other." : "";
  return messageOf(error) + advice;
}

/** What the page of an import knows and can do. */
export function useImport(database: number) {
  const client = useQueryClient();
  const { draft, change, forget } = useImportDraft(database);
  const [busy, setBusy] = useState<Step | null>(null);
  const [problem, setProblem] = useState("");
  const [answers, setAnswers] = useState(0);
  const [refused, setRefused] = useState<readonly Refused[]>([]);

  const edit = (part: (present: ImportDraft) => Partial<ImportDraft>) =>
    change((present) => ({ ...part(present), stale: present.result !== null }));

  const take = async (file: File, encoding: Encoding) => {
    setRefused((present) => present.filter((other) => other.file.name !== file.name));
    try {
      const upload = await bring(database, file, encoding);
      edit(({ files }) => ({ files: withUpload(files, upload, encoding) }));
    } catch (error) {
      const readable = file.size > 0 && encoding === "automatic" && isProblem(error, "invalid");
      setRefused((present) => [...present, { file, encoding, reason: reasonOf(error), readable }]);
    }
  };

  const choose = async (chosen: readonly File[]) => {
    setBusy("upload");
    setProblem("");
    const known = new Map(draft.files.map((file) => [file.upload.name, file.encoding]));
    let room = mostFiles - known.size;
    for (const file of chosen) {
      const encoding = known.get(file.name);
      if (encoding === undefined && room <= 0) {
        setProblem(`An import takes ${mostFiles} files at most: ${file.name} was left out.`);
      } else {
        if (encoding === undefined) room -= 1;
        await take(file, encoding ?? "automatic");
      }
    }
    setBusy(null);
  };

  const readAs = async (file: File, encoding: Encoding) => {
    setBusy("upload");
    await take(file, encoding);
    setBusy(null);
  };

  /** Files that the server has thrown away are brought once more where the page still has them. */
  const bringAgain = async (files: readonly ChosenFile[]): Promise<ChosenFile[]> => {
    const again: ChosenFile[] = [];
    for (const file of files) {
      const source = fileOf(file.upload);
      if (source) again.push(chosenAgain(file, await bring(database, source, file.encoding), file.encoding));
      else again.push({ ...file, gone: true });
    }
    change(() => ({ files: again }));
    return again;
  };

  const ask = (files: readonly ChosenFile[], dry_run: boolean): Promise<ImportResult> =>
    answer(
      api.POST("/databases/{database}/imports", {
        params: { path: { database } },
        body: {
          dry_run,
          skip_bad_rows: draft.skip,
          files: files.flatMap(({ upload, kind, columns }) =>
            kind === null ? [] : [{ upload_id: upload.upload_id, kind, columns }],
          ),
        },
      }),
    );

  const askTwice = async (dry_run: boolean): Promise<ImportResult | null> => {
    try {
      return await ask(draft.files, dry_run);
    } catch (error) {
      if (!isProblem(error, "not-found")) throw error;
      const again = await bringAgain(draft.files);
      return again.some((file) => file.gone) ? null : await ask(again, dry_run);
    }
  };

  const send = async (step: "check" | "import") => {
    setBusy(step);
    setProblem("");
    try {
      const result = await askTwice(step === "check");
      if (result?.kept) {
        change(() => ({ files: [], skip: false, result, stale: false }));
        await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        void client.invalidateQueries({ queryKey: databaseKey(database) });
        void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
      } else if (result) {
        change(() => ({ result, stale: false }));
      }
      setAnswers((number) => number + 1);
    } catch (error) {
      setProblem(messageOf(error));
    }
    setBusy(null);
  };

  return {
    draft,
    /** How often the server has answered a check or import since the page was opened. */
    answers,
    busy,
    problem,
    refused,
    choose,
    readAs,
    check: () => send("check"),
    bringIn: () => send("import"),
    setSkip: (skip: boolean) => edit(() => ({ skip })),
    change: (file: ChosenFile) =>
      edit(({ files }) => ({
        files: files.map((other) => (other.upload.upload_id === file.upload.upload_id ? file : other)),
      })),
    remove: ({ upload }: ChosenFile) => {
      throwAway(database, upload);
      edit(({ files }) => ({ files: files.filter((other) => other.upload.upload_id !== upload.upload_id) }));
    },
    dismiss: (file: File) => setRefused((present) => present.filter((other) => other.file !== file)),
    beginAnew: forget,
  };
}

export type Import = ReturnType<typeof useImport>;
