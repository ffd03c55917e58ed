// The modules as chamber staff work with them: List View, Detail View, menus, drilling down and back, and what a viewer is offered.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import type { Locator, Page } from "playwright-core";
import { addUser, chamber, expectAccessible, furnish, muster, type Office, openOffice, openWindow, signIn } from "./support/office.ts";
import { button, choose, grid, heading, listed, openModule } from "./support/pages.ts";
import { steps } from "./support/steps.ts";

let office: Office;
let page: Page;
const allComplaints: string[][] = [];
const test = steps(() => page);

type Row = Record<string, string>;
const records = (kind: "members" | "reps", ...flags: string[]): Row[] =>
  JSON.parse(muster(office.environment, [kind, "--database", chamber, "--json", ...flags]));
const rep = (id: string): Row => records("reps", "--rep-filter", `rep_id=${id}`)[0] ?? {};

async function enter(name: string): Promise<Page> {
  const opened = await openWindow(office);
  allComplaints.push(opened.complaints);
  await signIn(office, opened.page, name);
  return opened.page;
}

before(async () => {
  office = await openOffice();
  furnish(office, { connected: false });
  addUser(office, "Vera", "viewer");
  page = await enter("Ana");
});
after(() => office.close());

const row = (name: string, index: number): Locator => grid(page, name).locator(`[data-index="${index}"]`);
const headings = () => grid(page, "Reps").locator(".table-header").getByRole("button").allInnerTexts();
const titles = async () => (await headings()).map((text) => text.trim()).filter((text) => text !== "");
const detail = () => page.getByRole("region", { name: "Detail View" });
const crumbs = async () => (await page.getByLabel("Breadcrumb").getByRole("listitem").allInnerTexts()).map((text) => text.trim());
const said = (text: string | RegExp) => page.getByText(text).first().waitFor();

test("a List View is sorted, searched by typing, and shows all again", async () => {
  await openModule(page, "Reps");
  await listed(page, "Reps");
  await page.getByText("88 Reps", { exact: true }).waitFor();
  await grid(page, "Reps").getByRole("button", { name: "E-mail", exact: true }).click();
  await grid(page, "Reps").locator('[role=columnheader][aria-sort="ascending"]').getByText("E-mail").waitFor();
  await listed(page, "Reps");
  await page.keyboard.press("Escape");
  await row("Reps", 0).click();
  await page.keyboard.type("acme nobody");
  await heading(page, "No Rep matches");
  assert.equal(await page.getByLabel("Search Reps").inputValue(), "acme nobody");
  await choose(page, "Record", "Show All");
  await page.getByText("88 Reps", { exact: true }).waitFor();
});

test("columns are hidden, moved and made wider, and stay so when the page is loaded again", async () => {
  const before = await titles();
  assert.deepEqual(before.slice(0, 3), ["Last Name", "First Name", "Company"]);
  await button(page, "Columns").click();
  await page.getByRole("dialog", { name: "Columns" }).getByLabel("Company", { exact: true }).uncheck();
  await page.getByRole("dialog", { name: "Columns" }).getByLabel("Rep ID", { exact: true }).check();
  await button(page, "Move First Name to the left").click();
  await page.keyboard.press("Escape");
  const first = grid(page, "Reps").getByRole("button", { name: "First Name", exact: true });
  await first.focus();
  const width = async () => (await first.boundingBox())?.width ?? 0;
  const narrow = await width();
  await page.keyboard.press("Shift+ArrowRight");
  assert.ok((await width()) > narrow);
  await page.reload();
  await listed(page, "Reps");
  const now = await titles();
  assert.deepEqual(now.slice(0, 2), ["First Name", "Last Name"]);
  assert.ok(!now.includes("Company") && now.includes("Rep ID"), now.join());
  assert.ok((await width()) > narrow);
  await button(page, "Columns").click();
  await button(page, "Standard columns").click();
  await page.keyboard.press("Escape");
  assert.deepEqual(await titles(), before);
});

test("a new row is entered, changed, and deleted", async () => {
  const [member] = records("members");
  await choose(page, "Record", "New Row");
  const dialog = page.getByRole("dialog", { name: "New Rep" });
  const field = (name: string) => dialog.getByLabel(name, { exact: true });
  await field("Rep ID").fill("N1");
  await field("Member ID").fill("nobody");
  await field("Last Name").fill("Newcomer");
  await button(page, "Add Rep").click();
  await dialog.getByText(/nobody/).first().waitFor();
  await expectAccessible(page, "a new Rep that will not do", ".overlay");
  await field("Member ID").fill(member?.member_id ?? "");
  await button(page, "Add Rep").click();
  await said("Rep N1 was added.");
  await detail().getByRole("heading", { name: "Newcomer" }).waitFor();
  await detail().getByLabel("First Name", { exact: true }).fill("Nora");
  await page.keyboard.press("Control+s");
  await button(page, "Save").waitFor({ state: "detached" });
  assert.equal(rep("N1").first_name, "Nora");
  await page.getByLabel("Search Reps").fill("Newcomer");
  await page.getByText("1 Rep", { exact: true }).waitFor();
  await row("Reps", 0).click();
  await choose(page, "Record", "Delete Row");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete 1 Rep" }).click();
  await said("1 Rep was deleted.");
  assert.deepEqual(rep("N1"), {});
  await choose(page, "Record", "Show All");
  await page.getByText("88 Reps", { exact: true }).waitFor();

  // Who deletes all that the list shows deletes as many as the button says, or nobody.
  await row("Reps", 0).click();
  await page.keyboard.press("Control+a");
  await choose(page, "Record", "Delete Row");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete 88 Reps" }).waitFor();
  muster(office.environment, ["rep", "add", "N2", "--database", chamber, `member_id=${member?.member_id}`]);
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete 88 Reps" }).click();
  await page.getByRole("alertdialog").getByRole("alert").getByText(/89/).waitFor();
  await button(page, "Cancel").click();
  muster(office.environment, ["rep", "remove", "N2", "--database", chamber]);
  await page.reload();
  await page.getByText("88 Reps", { exact: true }).waitFor();
});

test("what was typed is there after a reload and elsewhere, and nobody's change is lost", async () => {
  await row("Reps", 0).click();
  await detail().getByText(/^Rep ID /).waitFor();
  const id = (await detail().getByText(/^Rep ID /).innerText()).replace("Rep ID ", "");
  await detail().getByLabel("Job Title", { exact: true }).fill("Typed, not saved");
  await page.getByText("1 change not saved yet").waitFor();
  await page.reload();
  await page.getByText("1 change not saved yet").waitFor();
  assert.equal(await detail().getByLabel("Job Title", { exact: true }).inputValue(), "Typed, not saved");
  await openModule(page, "Members");
  await listed(page, "Members");
  await button(page, `Not saved yet: Rep ${id}`).click();
  await page.getByText("1 change not saved yet").waitFor();

  muster(office.environment, ["rep", "set", id, "--database", chamber, "job_title=Theirs"]);
  await button(page, "Save").click();
  await said("Somebody else changed this record since you opened it (Job Title).");
  assert.equal(rep(id).job_title, "Theirs");
  await expectAccessible(page, "a record that somebody else changed", ".detail");
  await button(page, "Save").click();
  await button(page, "Save").waitFor({ state: "detached" });
  assert.equal(rep(id).job_title, "Typed, not saved");
});

test("procedures work on the marked rows: Rep Groups and Rep Attributes", async () => {
  await openModule(page, "Reps");
  await listed(page, "Reps");
  muster(office.environment, ["group", "add", "Tested Group", "--database", chamber]);
  muster(office.environment, ["attribute", "add", "Tested Attribute", "--database", chamber]);
  const inGroup = () => records("reps", "--rep-filter", "group=Tested Group").length;
  const withAttribute = () => records("reps", "--rep-filter", "attribute=Tested Attribute").length;
  await row("Reps", 1).click();
  await row("Reps", 3).click({ modifiers: ["Shift"] });
  await row("Reps", 2).click({ modifiers: ["ControlOrMeta"] });
  await page.getByText("88 Reps · 2 selected").waitFor();
  for (const [entry, name, action, outcome, count, expected] of [
    ["Add Rep(s) to Rep Group", "Tested Group", "Add 2 Reps to Tested Group", "2 Reps were added to Tested Group.", inGroup, 2],
    ["Assign Rep Attribute", "Tested Attribute", "Assign Tested Attribute to 2 Reps", "2 Reps were given the attribute Tested Attribute.", withAttribute, 2],
    ["Delete Rep(s) from Rep Group", "Tested Group", "Delete 2 Reps from Tested Group", "2 Reps were deleted from Tested Group.", inGroup, 0],
    ["Clear Rep Attribute", "Tested Attribute", "Clear Tested Attribute from 2 Reps", "2 Reps were freed of the attribute Tested Attribute.", withAttribute, 0],
  ] as const) {
    await choose(page, "Procedures", entry);
    const dialog = page.getByRole("dialog", { name: entry });
    await dialog.getByRole("option").filter({ hasText: name }).click();
    await dialog.getByRole("button", { name: action, exact: true }).click();
    await said(outcome);
    assert.equal(count(), expected, entry);
  }
});

test("one drills down to the Reps of a Member or a Rep Group, and comes back", async () => {
  await openModule(page, "Members");
  await listed(page, "Members");
  await row("Members", 0).click();
  await detail().getByText(/^Member ID /).waitFor();
  const id = (await detail().getByText(/^Member ID /).innerText()).replace("Member ID ", "");
  await choose(page, "Record", "Show Its Reps");
  await listed(page, "Reps");
  assert.deepEqual(await crumbs(), ["Members", id, "Reps"]);
  const all = records("reps", "--member-filter", `member_id=${id}`).length;
  await page.getByText(`${all} Rep${all === 1 ? "" : "s"}`, { exact: true }).waitFor();
  await button(page, "Back").click();
  await listed(page, "Members");
  await detail().getByText(`Member ID ${id}`).waitFor();

  await openModule(page, "Rep Groups");
  await listed(page, "Rep Groups");
  await page.getByLabel("Search Rep Groups").fill("Board of Directors");
  await row("Rep Groups", 0).getByText("Board of Directors").click();
  await choose(page, "Record", "Show Its Reps");
  await page.getByText("In Rep Group Board of Directors").waitFor();
  assert.deepEqual(await crumbs(), ["Rep Groups", "Board of Directors", "Reps"]);
  await button(page, "Lift: In Rep Group Board of Directors").click();
  await page.getByText("88 Reps", { exact: true }).waitFor();
});

test("value tables: whether a Member Status counts as active is set there", async () => {
  await openModule(page, "Member Statuses");
  await listed(page, "Member Statuses");
  await page.getByLabel("Search Member Statuses").fill("PRO");
  await row("Member Statuses", 0).getByText("PRO", { exact: true }).click();
  await detail().getByLabel("Active member", { exact: true }).check();
  await button(page, "Save").click();
  await button(page, "Save").waitFor({ state: "detached" });
  assert.ok(records("members", "--member-filter", "status=PRO").length > 0);
  assert.equal(records("members", "--member-filter", "status=PRO", "--member-filter", "active=no").length, 0);
});

test("Output gives the Reps as a file without passwords", async () => {
  await openModule(page, "Reps");
  await listed(page, "Reps");
  const download = page.waitForEvent("download");
  await choose(page, "Output", "Reps as CSV");
  const text = await readFile(await (await download).path(), "utf8");
  const [head = "", ...lines] = text.trim().split(/\r?\n/);
  assert.match(head, /rep_id,member_id,/);
  assert.doesNotMatch(head, /password/);
  assert.equal(lines.length, 88);
});

test("a viewer is offered nothing that changes something", async () => {
  page = await enter("Vera");
  await heading(page, "Dashboard");
  for (const menu of ["System", "Database"]) assert.equal(await button(page, menu).count(), 0);
  for (const module of ["Members", "Reps", "Member Statuses", "Rep Attributes", "Rep Groups"]) {
    await openModule(page, module);
    await listed(page, module);
    for (const menu of ["Procedures", "Output"]) assert.equal(await button(page, menu).count(), 0, `${menu} of ${module}`);
    await button(page, "Record").click();
    await page.getByRole("menuitem", { name: "Show All" }).waitFor();
    for (const entry of ["New Row", "Delete Row"]) assert.equal(await page.getByRole("menuitem", { name: entry }).count(), 0);
    await page.keyboard.press("Escape");
  }
  await openModule(page, "Reps");
  await listed(page, "Reps");
  await row("Reps", 0).click();
  assert.equal(await detail().getByLabel("Job Title", { exact: true }).isDisabled(), true);
  await openModule(page, "Runs");
  await page.getByText("Nothing has run yet.").waitFor();
  assert.equal(await button(page, "Constant Contact: Update Contacts").count(), 0);
  await openModule(page, "Connection");
  await heading(page, "Not connected");
  assert.equal(await button(page, "Connect to Constant Contact").count(), 0);
});

test("nothing went wrong unseen", () => {
  assert.deepEqual(allComplaints.flat(), []);
});
