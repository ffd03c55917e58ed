// The network goes, or the server does: the page says so, keeps what was typed, and goes on by itself.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { chamber, expectAccessible, furnish, muster, type Office, openOffice, openWindow, signIn } from "./support/office.ts";
import { button, choose, grid, heading, listed, openModule } from "./support/pages.ts";

let office: Office;
let context: BrowserContext;
let page: Page;
let complaints: string[];

before(async () => {
  office = await openOffice();
  furnish(office);
  muster(office.environment, ["sync", "--database", chamber, "--yes"]);
  ({ context, page, complaints } = await openWindow(office, { losesServer: true }));
  await signIn(office, page, "Ana");
});
after(() => office.close());

const banner = () => page.getByRole("status").getByText("Muster does not answer. What you typed is kept");
const reps = () => JSON.parse(muster(office.environment, ["reps", "--database", chamber, "--json"]));
/** The first in the List View. */
const firstRep = () => reps()[0];

test("without a network: a draft stays, saving says why it fails, and later it is saved", async () => {
  await openModule(page, "Reps");
  await listed(page, "Reps");
  await grid(page, "Reps").locator("[data-index='0']").click();
  await page.getByText(`Rep ID ${firstRep().rep_id}`).waitFor();
  const jobTitle = page.getByLabel("Job Title", { exact: true });
  await jobTitle.fill("Treasurer without a network");
  await context.setOffline(true);
  await banner().waitFor();
  await button(page, "Save").click();
  await page.getByRole("alert").getByText("Muster does not answer.").waitFor();
  assert.equal(await jobTitle.inputValue(), "Treasurer without a network");
  await page.getByText("1 change not saved yet").waitFor();
  await expectAccessible(page, "without a network");

  await context.setOffline(false);
  await banner().waitFor({ state: "detached" });
  assert.equal(await jobTitle.inputValue(), "Treasurer without a network");
  await button(page, "Save").click();
  await page.getByText("1 change not saved yet").waitFor({ state: "detached" });
  assert.equal(firstRep().job_title, "Treasurer without a network");
});

test("a server that is gone: the half-filled dialog stays, and works when it is back", async () => {
  await choose(page, "Record", "New Row");
  const dialog = page.getByRole("dialog", { name: "New Rep" });
  await dialog.getByLabel("Rep ID").fill("R-NEW");
  await dialog.getByLabel("Member ID").fill(firstRep().member_id);
  await dialog.getByLabel("Last Name").fill("Half Filled");
  await office.stopServer("SIGKILL");
  await button(page, "Add Rep").click();
  await dialog.getByText("Muster does not answer.").waitFor();
  assert.equal(await dialog.getByLabel("Last Name").inputValue(), "Half Filled");

  await office.startServer();
  await banner().waitFor({ state: "detached" });
  await button(page, "Add Rep").click();
  await page.getByText("Rep R-NEW was added.").waitFor();
});

test("a list whose rows did not come asks for them again by itself", async () => {
  await openModule(page, "Members");
  await listed(page, "Members");
  await office.stopServer();
  await page.getByLabel("Search Members").fill("a");
  await page.getByText("Muster does not answer. Look at the connection").waitFor();
  await office.startServer();
  await page.getByText("Muster does not answer. Look at the connection").waitFor({ state: "detached" });
  await listed(page, "Members");
});

test("the choices in the wizard outlive the server and a reload", async () => {
  await openModule(page, "Reps");
  await choose(page, "Output", "Automation", "Constant Contact: Update Contacts");
  await heading(page, "Include in Lists");
  await button(page, "Include all Rep Groups shown").click();
  const included = await page.getByRole("heading", { name: /^Included/ }).innerText();
  await office.stopServer("SIGKILL");
  await button(page, "Preview").click();
  await page.getByRole("alert").getByText("Muster does not answer.").waitFor();
  await office.startServer();
  await banner().waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("heading", { name: included, exact: true }).waitFor();
  await button(page, "Take all Rep Groups shown off").click();
});

test("a server killed in mid-run: the page finds it again and says how the run ended", async () => {
  const { rep_id } = firstRep();
  muster(office.environment, ["rep", "set", rep_id, "--database", chamber, "job_title=In mid-run"]);
  office.gate.hold("/contact_custom_fields");
  await button(page, "OK").click();
  const progress = page.getByRole("region", { name: "Progress" });
  await progress.getByText("Reading the account").first().waitFor();
  await office.stopServer("SIGKILL");
  await banner().waitFor();
  await progress.waitFor();
  office.gate.release();
  await office.startServer();
  await page.getByText("Failed", { exact: true }).waitFor({ timeout: 60_000 });
  await banner().waitFor({ state: "detached" });

  muster(office.environment, ["sync", "--database", chamber, "--yes"]);
  await openModule(page, "Runs");
  await grid(page, "Runs").getByText("Completed").first().waitFor();
  assert.deepEqual(complaints, []);
});
