// The bad rows of an import as a CSV file for a spreadsheet. Pure.
import type { ImportResult } from "../../api/types";

const byteOrderMark = "\uFEFF"; // so that spreadsheets take it for UTF-8

/** A cell that no spreadsheet runs as a formula. */
function cell(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

export function errorsCsv(errors: ImportResult["errors"]): string {
  const rows = errors.map(({ file, line, column, reason }) => [file, String(line), column, reason]);
  const lines = [["File", "Line", "Column", "What is wrong"], ...rows].map((row) => row.map(cell).join(","));
  return `${byteOrderMark}${lines.join("\r\n")}\r\n`;
}
