// A List View of 100,000 Reps: its middle, its end, a search and a sort show the right rows at once.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { addUser, chamber, muster, type Office, openOffice, openWindow, signIn } from "./support/office.ts";
import { button, grid, listed, openModule } from "./support/pages.ts";

const howMany = 100_000;
const perMember = 100;
const padded = (number: number, digits: number) => String(number).padStart(digits, "0");
/** The Rep at a place of the run's order: by Member, then last name. */
const rep = (place: number) => ({
  id: `R${padded(place, 6)}`,
  member: `M${padded(Math.floor(place / perMember), 4)}`,
  lastName: `Person ${padded(place, 6)}`,
  email: `p${padded((place * 7919) % howMany, 6)}@example.com`, // another order than that of the names
});

let office: Office;
let page: Page;
let complaints: string[];

before(async () => {
  office = await openOffice();
  const { environment } = office;
  addUser(office, "Ana");
  muster(environment, ["database", "add", chamber]);
  const members = Array.from({ length: howMany / perMember }, (_, at) => `M${padded(at, 4)},Company ${padded(at, 4)},ACT`);
  const reps = Array.from({ length: howMany }, (_, place) => Object.values(rep(place)).join());
  const files = { members: join(String(environment.HOME), "members.csv"), reps: join(String(environment.HOME), "reps.csv") };
  await writeFile(files.members, ["member_id,company,status", ...members].join("\n"));
  await writeFile(files.reps, ["rep_id,member_id,last_name,email", ...reps].join("\n"));
  muster(environment, ["import", "--database", chamber, "--members", files.members, "--reps", files.reps]);
  ({ page, complaints } = await openWindow(office));
  await signIn(office, page, "Ana");
  await openModule(page, "Reps");
  await listed(page, "Reps");
});
after(() => office.close());

const row = (index: number) => grid(page, "Reps").locator(`[data-index="${index}"]`);
const shows = (index: number, text: string) => row(index).getByText(text, { exact: true }).waitFor();
/** As by the scroll bar. */
const scrollTo = (share: number) =>
  grid(page, "Reps").evaluate((element, to) => element.scrollTo(0, to * (element.scrollHeight - element.clientHeight)), share);
/** The rows that are seen, by their place in the list. */
const seen = () =>
  grid(page, "Reps").evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const rows = [...element.querySelectorAll<HTMLElement>("[data-index]")].map((one) => ({
      index: Number(one.dataset.index),
      box: one.getBoundingClientRect(),
    }));
    return rows.filter(({ box }) => box.top >= top && box.bottom <= bottom).map(({ index }) => index);
  });

test("the middle and the end of the list hold the right rows", async () => {
  await page.getByText("100,000 Reps").waitFor();
  assert.equal(await grid(page, "Reps").getAttribute("aria-rowcount"), "100001");
  await shows(0, rep(0).lastName);
  await scrollTo(0.5);
  await shows(howMany / 2, rep(howMany / 2).lastName);
  const middle = await seen();
  assert.ok(middle.includes(howMany / 2) && middle.length >= 5, `seen: ${middle}`);
  for (const index of middle) await shows(index, rep(index).email);
  await scrollTo(1);
  await shows(howMany - 1, rep(howMany - 1).email);
  assert.equal((await seen()).at(-1), howMany - 1);
});

test("keys lead through it", async () => {
  await row(howMany - 1).click();
  await page.getByText(`Rep ID ${rep(howMany - 1).id}`).waitFor();
  await page.keyboard.press("Home");
  await page.getByText(`Rep ID ${rep(0).id}`).waitFor();
  await page.keyboard.press("End");
  await page.getByText(`Rep ID ${rep(howMany - 1).id}`).waitFor();
});

test("a search finds one among them, and many", async () => {
  const wanted = rep(73_519);
  await page.getByLabel("Search Reps").fill(wanted.email);
  await page.getByText("1 Rep", { exact: true }).waitFor();
  await shows(0, wanted.lastName);
  const found = Array.from({ length: howMany }, (_, place) => rep(place)).filter((one) =>
    Object.values(one).some((text) => text.includes("0420")),
  );
  await page.getByLabel("Search Reps").fill("Person 0420");
  await page.getByText(`${found.length.toLocaleString("en-US")} Reps`, { exact: true }).waitFor();
  await shows(0, found[0]?.lastName ?? "");
  await scrollTo(1);
  await shows(found.length - 1, found.at(-1)?.lastName ?? "");
  await button(page, "Clear the search").click();
  await page.getByText("100,000 Reps").waitFor();
});

test("sorted by address, either way, each row is in its place", async () => {
  const heading = grid(page, "Reps").getByRole("button", { name: "E-mail", exact: true });
  const address = (place: number) => `p${padded(place, 6)}@example.com`;
  await heading.click();
  await shows(0, address(0));
  await scrollTo(0.5);
  await shows(howMany / 2, address(howMany / 2));
  await heading.click();
  await shows(0, address(howMany - 1));
  await scrollTo(1);
  await shows(howMany - 1, address(0));
  assert.deepEqual(complaints, []);
});
