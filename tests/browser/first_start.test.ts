// From nothing to a finished update, and every screen on the way, in real Chromium against the real binary and the sandbox.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import type { Page } from "playwright-core";
import { expectAccessible, type Office, openOffice, openWindow, password } from "./support/office.ts";
import { picture as drawPicture, steps } from "./support/steps.ts";

let office: Office;
let page: Page;
let complaints: string[];

const test = steps(() => page);
const picture = (name: string) => drawPicture(page, name);
const button = (name: string | RegExp) => page.getByRole("button", { name });
const openModule = (name: string) => page.getByLabel("Module Explorer").getByText(name, { exact: true }).last().click();
// The List View with its first rows: a row that is still on its way has no text.
const listed = (name: string) => page.getByRole("grid", { name, exact: true }).getByRole("row").nth(2).getByText(/./).first().waitFor();
const heading = (name: string | RegExp) => page.getByRole("heading", { name }).first().waitFor();

before(async () => {
  office = await openOffice();
  ({ page, complaints } = await openWindow(office));
});
after(async () => {
  await office.close();
});

test("the one-time link makes the first administrator", async () => {
  await page.goto(office.link);
  await heading("Welcome to Muster");
  await expectAccessible(page, "first start");
  assert.equal(new URL(page.url()).hash, "", "the token stays in no history");
  await page.getByLabel("Your name").fill("Ana");
  await page.getByLabel("Password").fill(password);
  await button("Create the administrator").click();
  await heading("Databases");
});

test("a database is added and gets the sample chamber", async () => {
  await expectAccessible(page, "databases");
  await page.getByLabel("Name of the new database").fill("Main Street Chamber");
  await button("Add a database").click();
  await heading("Bring your records in");
  await expectAccessible(page, "import");
  await button("Load the sample chamber").click();
  await listed("Reps");
  await expectAccessible(page, "Reps");
});

test("the wizard asks for the Constant Contact login and comes back", async () => {
  await page.getByRole("button", { name: "Output" }).click();
  await page.getByRole("menuitem", { name: "Automation" }).hover();
  await page.getByRole("menuitem", { name: "Automation" }).press("ArrowRight");
  await page.getByRole("menuitem", { name: "Constant Contact: Update Contacts" }).click();
  await heading("Include in Lists");
  await expectAccessible(page, "Include in Lists");
  await picture("wizard");
  for (const title of ["Custom Fields", "Member Filters", "Rep Filters"]) {
    await button("Next").click();
    await heading(title);
    await expectAccessible(page, title);
  }
  await page.getByTestId("selection-count").waitFor();
  await button("OK").click();
  await heading("Constant Contact login");
  await expectAccessible(page, "Constant Contact login");
  await button("Connect to Constant Contact").click();
  await page.waitForURL(/oauth2/);
  await page.getByRole("button", { name: /allow/i }).first().click();
  await heading("Rep Filters");
});

test("the first update shows its plan before it goes on", async () => {
  await button("OK").click();
  await page.getByRole("table", { name: "Totals" }).waitFor({ timeout: 60_000 });
  await expectAccessible(page, "Preview");
  await picture("preview");
  for (const tab of ["New", "Changed", "Lists", "Coming off Active Members", "Unsubscribed", "Ignored and why"]) {
    await page.getByRole("tab", { name: tab }).waitFor();
  }
  await button(/^Update Constant Contact account/).click();
  await heading("The first update of this database");
  await expectAccessible(page, "first update");
  await page.getByRole("alertdialog").getByRole("button", { name: /^Update Constant Contact account/ }).click();
  await page.getByRole("region", { name: "Progress" }).waitFor();
});

test("the run page survives a reload, and the totals add up", async () => {
  await page.reload();
  await page.getByRole("table", { name: "Totals" }).waitFor({ timeout: 180_000 });
  const numbers = await page.getByRole("table", { name: "Totals" }).locator("td.number").allInnerTexts();
  const figures = numbers.map((text) => Number(text.replace(/\D/g, "")));
  const selected = figures.pop();
  assert.equal(figures.reduce((sum, figure) => sum + figure, 0), selected);
  await page.getByText("0 opted-out addresses were made mailable").waitFor();
  await expectAccessible(page, "Run");
  await picture("run");
});

test("every other screen opens and is accessible", async () => {
  await openModule("Members");
  await listed("Members");
  await expectAccessible(page, "Members");
  await openModule("Reps");
  await listed("Reps");
  await page.getByRole("grid", { name: "Reps", exact: true }).getByRole("row").nth(3).click();
  await page.getByRole("tab").first().waitFor();
  await expectAccessible(page, "Rep");
  await picture("reps");
  for (const name of ["Member Statuses", "Rep Attributes", "Rep Groups"]) {
    await openModule(name);
    await listed(name);
    await expectAccessible(page, name);
  }
  await openModule("Runs");
  await listed("Runs");
  await expectAccessible(page, "Runs");
  await openModule("Connection");
  await page.getByText("Account id").waitFor();
  await expectAccessible(page, "Connection");
  await openModule("People");
  await page.getByLabel("E-mail address").fill("nobody@nowhere.example");
  await button("Explain").click();
  await page.getByText("Nobody with the address").waitFor();
  await expectAccessible(page, "People");
});

test("the Dashboard has its two menus and leads to the schedule", async () => {
  await button("Close module").click();
  await heading("Main Street Chamber");
  await expectAccessible(page, "Dashboard");
  await picture("dashboard");
  await page.getByRole("button", { name: "System", exact: true }).click();
  await page.getByRole("menuitem", { name: "Constant Contact Auto Update Schedule…" }).click();
  await page.getByLabel("Enable scheduled contact updates.").check();
  await page.getByLabel("Time of day").fill("02:30");
  await expectAccessible(page, "schedule");
  await picture("schedule");
  await button("OK").click();
  await page.getByText("Next scheduled contact updates").first().waitFor();
  await page.getByRole("button", { name: "Database", exact: true }).click();
  await page.getByRole("menuitem", { name: "Setup Constant Contact Auto Update…" }).click();
  await heading("Include in Lists");
  await expectAccessible(page, "auto update");
  await button("Save only").click();
  await page.getByText("Saved. The daily update will use these selections.").waitFor();
});

test("staff, audit log and settings open for the administrator", async () => {
  for (const [entry, title] of [
    ["Staff…", "Staff"],
    ["Audit Log…", "Audit Log"],
    ["Settings…", "Settings"],
  ] as const) {
    await page.goto(office.url);
    await page.getByRole("button", { name: "System", exact: true }).click();
    await page.getByRole("menuitem", { name: entry, exact: true }).click();
    await heading(title);
    await expectAccessible(page, title);
  }
});

test("nothing went wrong unseen", () => {
  assert.deepEqual(complaints, []);
});
