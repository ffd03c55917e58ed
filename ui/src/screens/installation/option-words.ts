// The names of settings, and what stands below each. Pure.
import type { Options } from "../../api/types";
import { format } from "../../base/format";

type Option = Options[number];

const names: Record<string, string> = {
  removal_limit_count: "Removals without asking: Contacts",
  removal_limit_percent: "Removals without asking: percent",
  put_back_left: "Put people back on lists they left",
  notify: "Notices by mail to",
  weekly_opt_out_list: "Weekly list of opted-out people",
  history_days: "Days that the history names people",
  calls_per_day: "API calls per day",
  calls_per_second: "API calls per second",
  longest_run_minutes: "Longest run, in minutes",
  smtp_url: "Mail server",
  smtp_user: "User name at the mail server",
  mail_from: "Sender of mails",
  webhook_url: "Webhook",
  public_url: "Public address of the back office",
};

/** A setting that came with a newer server is called by its key. */
export const optionName = ({ key }: Option): string => names[key] ?? sentence(key.replaceAll("_", " "));

const sentence = (text: string) => text.replace(/^./, (first) => first.toUpperCase());
const localized = (text: string) => text.replace(/\d{4,}/g, (digits) => format.number(Number(digits)));

/** "A run that takes longer is ended; the next one completes it. Takes 1 to 10,080; 240 unless set." */
export function optionHint({ kind, help, range, standard }: Option): string {
  if (kind === "yes_no") return `${sentence(help.replace(/^yes: /, ""))}.`;
  return `${sentence(help)}. Takes ${localized(range)}; ${standard === "" ? "empty" : localized(standard)} unless set.`;
}
