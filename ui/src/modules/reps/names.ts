/** The names in a column that holds several, separated by ";". Pure. */
export function namesIn(text: string): string[] {
  return text
    .split(";")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
