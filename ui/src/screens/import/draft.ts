// The import that somebody is at, by person and database. It outlives the page, and in this tab a reload; secrets do not.
import type { ImportResult } from "../../api/types";
import { useSession } from "../../app/session";
import { keep, recall } from "../../base/keep";
import { Store, useStore } from "../../base/store";
import { type ChosenFile, withoutSecrets } from "./mapping";

export interface ImportDraft {
  files: ChosenFile[];
  skip: boolean;
  /** What the last check or import said. */
  result: ImportResult | null;
  /** Something was changed since. */
  stale: boolean;
}

const nothing: ImportDraft = { files: [], skip: false, result: null, stale: false };

function isDraft(value: unknown): value is ImportDraft {
  if (typeof value !== "object" || value === null) return false;
  const { files, skip, result, stale } = value as Partial<ImportDraft>;
  return Array.isArray(files) && typeof skip === "boolean" && typeof stale === "boolean" && result !== undefined;
}

const held = new Map<string, ImportDraft>();
const changes = new Store(0);

const shelfKey = (key: string) => `muster.import.${key}`;

function find(key: string): ImportDraft {
  const draft = held.get(key) ?? recall("session", shelfKey(key), nothing, isDraft);
  held.set(key, draft);
  return draft;
}

function set(key: string, draft: ImportDraft): void {
  held.set(key, draft);
  const empty = draft.files.length === 0 && draft.result === null;
  keep("session", shelfKey(key), empty ? undefined : { ...draft, files: draft.files.map(withoutSecrets) });
  changes.set(changes.get() + 1);
}

/** The draft, and how to change it: what is not named stays as it is at that moment. */
export function useImportDraft(database: number) {
  const { user } = useSession();
  const key = `${user}.${database}`;
  useStore(changes);
  return {
    draft: find(key),
    change: (part: (present: ImportDraft) => Partial<ImportDraft>) => set(key, { ...find(key), ...part(find(key)) }),
    forget: () => set(key, nothing),
  };
}
