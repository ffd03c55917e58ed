// Two people look at one run: both see how far it is and how it ends, either may cancel it, and a reload loses nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { addUser, chamber, furnish, muster, type Office, openOffice, openWindow, signIn } from "./support/office.ts";
import { button, choose, heading, listed, openModule } from "./support/pages.ts";

let office: Office;
let ana: Page;
let ben: Page;
const complaints: string[][] = [];

before(async () => {
  office = await openOffice();
  furnish(office);
  addUser(office, "Ben", "operator");
  for (const name of ["Ana", "Ben"]) {
    const opened = await openWindow(office);
    complaints.push(opened.complaints);
    await signIn(office, opened.page, name);
    if (name === "Ana") ana = opened.page;
    else ben = opened.page;
  }
  muster(office.environment, ["sync", "--database", chamber, "--yes"]); // the first run of a database asks for more
});
after(() => office.close());

const progress = (page: Page) => page.getByRole("region", { name: "Progress" });
const phase = (page: Page, words: string) => progress(page).getByText(words, { exact: true }).first().waitFor();

/** Something to send, and an update of it that Ana begins. It waits at the gate. */
async function begin(heldAt: string, jobTitle: string): Promise<void> {
  const [rep] = JSON.parse(muster(office.environment, ["reps", "--database", chamber, "--rep-filter", "has_email=yes", "--json"]));
  muster(office.environment, ["rep", "set", rep.rep_id, "--database", chamber, `job_title=${jobTitle}`]);
  office.gate.hold(heldAt);
  await openModule(ana, "Reps");
  await listed(ana, "Reps");
  await choose(ana, "Output", "Automation", "Constant Contact: Update Contacts");
  await heading(ana, "Include in Lists");
  await button(ana, "OK").click();
  await progress(ana).waitFor();
}

/** Ben finds the run where he looks. */
async function find(): Promise<void> {
  await openModule(ben, "Runs");
  await listed(ben, "Runs");
  await ben.getByRole("grid", { name: "Runs" }).getByRole("link").first().click();
  await progress(ben).waitFor();
}

test("both see the phases of one run, across a reload, and its end", async () => {
  await begin("/contact_custom_fields", "Chair of two windows");
  await find();
  for (const page of [ana, ben]) {
    await phase(page, "Reading the account");
    await progress(page).getByText("Started by Ana").waitFor();
  }
  assert.equal(new URL(ana.url()).pathname, new URL(ben.url()).pathname);
  await ana.reload();
  await phase(ana, "Reading the account");
  office.gate.release();
  for (const page of [ana, ben]) {
    await page.getByText("0 opted-out addresses were made mailable.").waitFor({ timeout: 60_000 });
    await page.getByText("Completed", { exact: true }).waitFor();
  }
});

test("one cancels, and both see who it was and how it ended", async () => {
  await begin("/contact_custom_fields", "Chair of nothing");
  await find();
  await progress(ben).getByRole("button", { name: "Cancel" }).click();
  for (const page of [ana, ben]) await progress(page).getByText("Ben has cancelled it").waitFor();
  await ana.reload();
  await progress(ana).getByText("Ben has cancelled it").waitFor();
  office.gate.release();
  for (const page of [ana, ben]) {
    await page.getByText("Cancelled", { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole("table", { name: "Totals" }).waitFor();
  }
  assert.deepEqual(complaints, [[], []]);
});
