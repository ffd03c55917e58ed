// Problem documents (RFC 9457) as errors that screens can show: `message` is a whole sentence for people.

export type ProblemKind =
  | "sign-in"
  | "second-factor"
  | "fresh-sign-in"
  | "not-allowed"
  | "not-found"
  | "invalid"
  | "conflict"
  | "changed"
  | "busy"
  | "first-run-needs-preview"
  | "not-connected"
  | "wrong-origin"
  | "too-many"
  | "too-large"
  | "unavailable"
  | "failed"
  | "no-answer";

export interface FieldProblem {
  pointer: string;
  message: string;
}

export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly status: number;
  readonly fields: readonly FieldProblem[];

  constructor(kind: ProblemKind, message: string, status = 0, fields: readonly FieldProblem[] = []) {
    super(message);
    this.name = "Problem";
    this.kind = kind;
    this.status = status;
    this.fields = fields;
  }

  /** What is wrong with each field, by its name: the pointer's last part ("/fields/email" is "email"). */
  fieldMessages(): Record<string, string> {
    return Object.fromEntries(this.fields.map(({ pointer, message }) => [lastPart(pointer), message]));
  }
}

function lastPart(pointer: string): string {
  const part = pointer.slice(pointer.lastIndexOf("/") + 1);
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}

const prefix = "/problems/";

/** The problem in the body of an answer; a sentence of our own where the body holds none (a proxy's page, say). */
export function problemOf(status: number, body: unknown): Problem {
  if (typeof body === "object" && body !== null && "type" in body && typeof body.type === "string") {
    const kind = body.type.startsWith(prefix) ? (body.type.slice(prefix.length) as ProblemKind) : "failed";
    const detail = "detail" in body && typeof body.detail === "string" ? body.detail : "";
    const fields = "errors" in body && Array.isArray(body.errors) ? (body.errors as FieldProblem[]) : [];
    return new Problem(kind, detail || `The server refused this (${status}).`, status, fields);
  }
  if (status === 401) return new Problem("sign-in", "Sign in to go on.", status);
  if (status === 413) return new Problem("too-large", "That is more than the server takes at once.", status);
  return new Problem("failed", `The server answered ${status} without saying why. Try again.`, status);
}

export function noAnswer(): Problem {
  return new Problem("no-answer", "Muster does not answer. Look at the connection; this page tries again by itself.");
}

/** What a screen says about anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function isProblem(error: unknown, ...kinds: ProblemKind[]): error is Problem {
  return error instanceof Problem && kinds.includes(error.kind);
}
