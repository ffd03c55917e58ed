// Numbers, dates and times as the person reads them: in the browser's language, times with their zone.

const languages = typeof navigator === "undefined" ? ["en-US"] : navigator.languages;

/** The functions for a language, and for tests a zone. */
export function formats(language: readonly string[], timeZone?: string) {
  const zone = timeZone === undefined ? {} : { timeZone };
  const number = new Intl.NumberFormat(language);
  const day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
  const moment = new Intl.DateTimeFormat(language, { ...momentParts, ...zone });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return {
    number: (value: number) => number.format(value),
    /** A date (YYYY-MM-DD); any other text stays as it is. */
    date: (text: string | null) => {
      if (!text) return "";
      const time = Date.parse(`${text}T00:00:00Z`);
      return Number.isNaN(time) ? text : day.format(time);
    },
    /** A moment (ISO 8601, UTC) in the person's own zone, which is named. */
    time: (text: string | null) => {
      if (!text) return "";
      const time = Date.parse(text);
      return Number.isNaN(time) ? text : moment.format(time);
    },
    /** The same in a named zone, with the weekday: for what a schedule does. A zone that the browser does not know: UTC. */
    timeIn: (text: string, named: string) => {
      const parts = { ...momentParts, weekday: "long" } as const;
      try {
        return new Intl.DateTimeFormat(language, { ...parts, timeZone: named }).format(Date.parse(text));
      } catch {
        return new Intl.DateTimeFormat(language, { ...parts, timeZone: "UTC" }).format(Date.parse(text));
      }
    },
    /** "3 hours ago", "in 2 days". */
    fromNow: (text: string, now: number) => {
      const seconds = Math.round((Date.parse(text) - now) / 1000);
      for (const [unit, length] of units) {
        if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
      }
      return relative.format(0, "minute");
    },
  };
}

const momentParts = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
} as const;

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

export const format = formats(languages);

/** "1 Rep", "1,950 Reps". */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${format.number(value)} ${value === 1 ? one : many}`;
}

/** "3:07", "1:02:09". */
export function duration(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

/** Texts that compare without regard to case and marks, as searches do. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
