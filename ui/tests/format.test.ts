import { expect, test } from "vitest";
import { count, duration, folded, formats } from "../src/base/format";

test("dates and numbers are in the person's language, times with their zone", () => {
  const chicago = formats(["en-US"], "America/Chicago");
  expect(chicago.number(1950)).toBe("1,950");
  expect(chicago.date("2026-11-23")).toBe("Nov 23, 2026");
  expect(chicago.time("2026-11-24T08:30:00Z").replace("\u202f", " ")).toBe("Nov 24, 2026, 2:30 AM CST");
  const berlin = formats(["de-DE"], "Europe/Berlin");
  expect(berlin.number(1950)).toBe("1.950");
  expect(berlin.date("2026-11-23")).toBe("23.11.2026");
});

test("what a schedule does is said in its own zone, with the weekday", () => {
  const { timeIn } = formats(["en-US"], "UTC");
  const plain = (text: string) => text.replace("\u202f", " ");
  expect(plain(timeIn("2026-11-26T08:30:00Z", "America/Chicago"))).toBe("Thursday, Nov 26, 2026, 2:30 AM CST");
  expect(plain(timeIn("2026-11-26T08:30:00Z", "Nowhere/Town"))).toBe("Thursday, Nov 26, 2026, 8:30 AM UTC");
});

test("what is no date stays as it is", () => {
  const { date, time } = formats(["en-US"], "UTC");
  expect(date("soon")).toBe("soon");
  expect(date(null)).toBe("");
  expect(time("")).toBe("");
});

test("a distance in time is said in words", () => {
  const { fromNow } = formats(["en-US"]);
  const now = Date.parse("2026-11-24T12:00:00Z");
  expect(fromNow("2026-11-24T09:00:00Z", now)).toBe("3 hours ago");
  expect(fromNow("2026-11-26T12:00:00Z", now)).toBe("in 2 days");
  expect(fromNow("2026-11-24T11:59:40Z", now)).toBe("this minute");
});

test("one and many", () => {
  expect(count(1, "Rep")).toBe("1 Rep");
  expect(count(0, "Rep")).toBe("0 Reps");
  expect(count(3, "Member Status", "Member Statuses")).toBe("3 Member Statuses");
});

test("durations", () => {
  expect(duration(7)).toBe("0:07");
  expect(duration(187)).toBe("3:07");
  expect(duration(3729)).toBe("1:02:09");
});

test("folding forgets case and marks", () => {
  expect(folded("Zoé MÜLLER")).toBe("zoe muller");
});
