// What the browser keeps for this person on this machine. Storage may be full or forbidden: then nothing is kept.

export type Shelf = "local" | "session";

const shelf = (which: Shelf): Storage => (which === "local" ? localStorage : sessionStorage);

/** What was kept under the key, or `otherwise`. `fits` refuses what an older version left there. */
export function recall<T>(which: Shelf, key: string, otherwise: T, fits: (value: unknown) => value is T): T {
  try {
    const text = shelf(which).getItem(key);
    if (text === null) return otherwise;
    const value: unknown = JSON.parse(text);
    return fits(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

export function keep(which: Shelf, key: string, value: unknown): void {
  try {
    if (value === undefined) shelf(which).removeItem(key);
    else shelf(which).setItem(key, JSON.stringify(value));
  } catch {
    // Without storage the page works, it only forgets.
  }
}

/** Forgets all that this tab kept: another person may sit down here. */
export function forgetTab(): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("muster.")) sessionStorage.removeItem(key);
    }
  } catch {
    // Nothing was kept then.
  }
}

export const isNumber = (value: unknown): value is number => typeof value === "number";
export const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === "object" && value !== null && Object.values(value).every((text) => typeof text === "string");
