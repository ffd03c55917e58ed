import { type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { isProblem, messageOf } from "../api/problem";
import type { FieldTexts } from "../api/types";
import { useStore } from "../base/store";
import { useForm } from "../parts/form/useForm";
import { currentAddress } from "../router/history";
import { drafts, dropDraft, setDrafts, setDraftVersion, withField } from "./drafts";

interface Versioned {
  version: string;
  fields: FieldTexts;
}

interface Options<Record extends Versioned> {
  /** As in api/queries.ts. */
  query: { queryKey: QueryKey; queryFn?: unknown };
  /** Names the draft: database, kind and id. */
  draftKey: string;
  /** "Rep R17". */
  title: string;
  save: (version: string, fields: FieldTexts) => Promise<Record>;
  /** What else shows the record: lists, mostly. */
  shownIn: QueryKey[];
}

/** A record that is being edited: what is saved, what was typed, and what becomes of saving. */
export function useRecord<Record extends Versioned>({ query, draftKey, title, save, shownIn }: Options<Record>) {
  const client = useQueryClient();
  const found = useQuery<Record>(query as Parameters<typeof useQuery<Record>>[0]);
  const form = useForm();
  const draft = useStore(drafts)[draftKey];
  const [conflict, setConflict] = useState<string[] | null>(null);
  const record = found.data;

  const { forget } = form;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another record begins without the messages of the last one
  useEffect(() => {
    forget();
    setConflict(null);
  }, [draftKey]);

  const set = (name: string, value: string) => {
    if (!record) return;
    const about = { title, address: currentAddress(), version: record.version };
    setDrafts(withField(drafts.get(), draftKey, about, name, value, record.fields[name] ?? ""));
  };
  const cancel = () => {
    dropDraft(draftKey);
    form.forget();
    setConflict(null);
  };
  const saveNow = () =>
    form.send(async () => {
      if (!record || !draft) return;
      try {
        const saved = await save(draft.version, draft.fields);
        client.setQueryData(query.queryKey, saved);
        cancel();
        for (const queryKey of shownIn) void client.invalidateQueries({ queryKey });
      } catch (error) {
        if (!isProblem(error, "changed")) throw error;
        const theirs = (await found.refetch()).data;
        if (!theirs) throw error;
        setConflict(differing(record, theirs));
        setDraftVersion(draftKey, theirs.version);
      }
    });
  return {
    record,
    loading: found.isPending,
    problem: found.error ? messageOf(found.error) : "",
    draft: draft?.fields ?? {},
    dirty: draft !== undefined,
    /** A field as it is shown: as typed, else as saved. */
    value: (name: string) => draft?.fields[name] ?? record?.fields[name] ?? "",
    set,
    cancel,
    save: saveNow,
    form,
    /** The fields that somebody else changed meanwhile; null where nobody did. */
    conflict,
  };
}

export type RecordForm = Omit<ReturnType<typeof useRecord<Versioned>>, "record">;

/** The names of the fields that differ. Pure. */
export function differing(a: Versioned, b: Versioned): string[] {
  return [...new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])].filter(
    (name) => (a.fields[name] ?? "") !== (b.fields[name] ?? ""),
  );
}
