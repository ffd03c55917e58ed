// What was typed and not saved yet. It survives going to another record and loading the page again; secrets do not.
import { isTexts, keep, recall } from "../base/keep";
import { Store } from "../base/store";

export interface Draft {
  /** "Rep R17", for the status line. */
  title: string;
  address: string;
  /** Of the record as it was when the first letter was typed: only that may be overwritten without asking. */
  version: string;
  fields: Record<string, string>;
}

type Drafts = Readonly<Record<string, Draft>>;

const shelfKey = "muster.drafts";
const secrets = ["password"];

const isDraft = (value: unknown): value is Draft =>
  typeof value === "object" &&
  value !== null &&
  "title" in value &&
  "address" in value &&
  "version" in value &&
  "fields" in value &&
  isTexts(value.fields);
const isDrafts = (value: unknown): value is Record<string, Draft> =>
  typeof value === "object" && value !== null && Object.values(value).every(isDraft);

export const drafts = new Store<Drafts>(typeof window === "undefined" ? {} : recall("session", shelfKey, {}, isDrafts));

/** Every draft, for the status line. */
export const unsaved = new Store<readonly Draft[]>(Object.values(drafts.get()));
drafts.watch(() => unsaved.set(Object.values(drafts.get())));

/** The drafts with one field changed; a field that is as it was is no draft, and a draft without a field is none. Pure. */
export function withField(
  all: Drafts,
  key: string,
  draft: Omit<Draft, "fields">,
  name: string,
  value: string,
  saved: string,
): Drafts {
  const { [key]: before, ...others } = all;
  const { [name]: _, ...fields } = before?.fields ?? {};
  const changed = value === saved ? fields : { ...fields, [name]: value };
  return Object.keys(changed).length === 0
    ? others
    : { ...others, [key]: { ...draft, version: before?.version ?? draft.version, fields: changed } };
}

/** The drafts as they may be kept: without secrets. Pure. */
export function withoutSecrets(all: Drafts): Drafts {
  const kept = Object.entries(all).map(([key, draft]) => {
    const fields = Object.fromEntries(Object.entries(draft.fields).filter(([name]) => !secrets.includes(name)));
    return [key, { ...draft, fields }] as const;
  });
  return Object.fromEntries(kept.filter(([, draft]) => Object.keys(draft.fields).length > 0));
}

export function setDrafts(all: Drafts): void {
  drafts.set(all);
  keep("session", shelfKey, withoutSecrets(all));
}

/** From now on the draft is meant for another version: the person has seen it. */
export function setDraftVersion(key: string, version: string): void {
  const draft = drafts.get()[key];
  if (draft) setDrafts({ ...drafts.get(), [key]: { ...draft, version } });
}

export function dropDraft(key: string): void {
  const { [key]: _, ...others } = drafts.get();
  setDrafts(others);
}

export function dropAllDrafts(): void {
  setDrafts({});
}
