// What was done, and what went wrong, said once at the edge of the window (and to screen readers).
import { messageOf } from "../api/problem";
import { Store } from "../base/store";

export interface Message {
  id: number;
  tone: "good" | "bad";
  text: string;
}

const longest = 4; // messages at once; the oldest go first

export const messages = new Store<readonly Message[]>([]);
let last = 0;

export function say(text: string, tone: Message["tone"] = "good"): void {
  last += 1;
  messages.set([...messages.get(), { id: last, tone, text }].slice(-longest));
}

/** Says what was thrown. An answer that did not come is said by the banner already. */
export function complain(error: unknown): void {
  say(messageOf(error), "bad");
}

export function dismiss(id: number): void {
  messages.set(messages.get().filter((message) => message.id !== id));
}
