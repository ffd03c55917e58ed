// Undo from the Run page and Put back from the People page.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { addUser, chamber, expectAccessible, muster, type Office, openOffice, openWindow, signIn } from "./support/office.ts";
import { button, heading } from "./support/pages.ts";

let office: Office;
let page: Page; // of an operator
let undone = "";
const allComplaints: string[][] = [];

const run = (...args: string[]) => muster(office.environment, args);
const sync = (): string => JSON.parse(run("sync", "--database", chamber, "--list-group", "Board", "--json")).run_id;

async function enter(name: string): Promise<Page> {
  const { page, complaints } = await openWindow(office);
  allComplaints.push(complaints);
  await signIn(office, page, name);
  return page;
}

before(async () => {
  office = await openOffice();
  addUser(office, "Ana"); // without an administrator nobody signs in
  addUser(office, "Olga", "operator");
  addUser(office, "Vera", "viewer");
  const file = (name: string) => join(String(office.environment.HOME), name);
  await writeFile(file("members.csv"), "member_id,company,status\nM1,Oak Street Bakery,ACT\n");
  await writeFile(
    file("reps.csv"),
    "rep_id,member_id,first_name,last_name,email,groups,job_title\n" +
      "R1,M1,Ana,Diaz,ana@oak.example,Board,Owner\nR2,M1,Ben,Ito,ben@oak.example,,Baker\n",
  );
  run("database", "add", chamber);
  run("import", "--database", chamber, "--members", file("members.csv"), "--reps", file("reps.csv"));
  run("connect", "--database", chamber);
  sync();
  run("auto-update", "set", "--database", chamber, "--list-group", "Board");
  run("rep", "set", "R1", "--database", chamber, "job_title=Chief");
  undone = sync();
  page = await enter("Olga");
});
after(() => office.close());

test("the newest run that wrote shows what an undo would take back", async () => {
  await page.goto(`${office.url}/databases/1/runs/${undone}`);
  const undo = button(page, "Undo…");
  await undo.focus();
  await page.keyboard.press("Enter");
  await button(page, /^Set back 1 Contact in Constant Contact account/).waitFor();
  await page.getByText("Unsubscribes cannot be undone.").first().waitFor();
  await page.getByText("The next run would do the rest again.").first().waitFor();
  await page.getByText("Job title: Chief → Owner").waitFor();
  await expectAccessible(page, "Preview of an undo");
});

test("the undo asks, names number and account, and is done", async () => {
  await button(page, /^Set back 1 Contact in Constant Contact account/).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByText("is switched off until a person switches it on").waitFor();
  await expectAccessible(page, "Undo");
  await dialog.getByRole("button", { name: /^Set back 1 Contact/ }).click();
  await page.getByText("0 opted-out addresses were made mailable").waitFor({ timeout: 60_000 });
  await page.getByText("Completed", { exact: true }).waitFor();
  await expectAccessible(page, "Undo, done");
  const shown = JSON.parse(run("auto-update", "show", "--database", chamber, "--json"));
  assert.equal(shown.on, false);
  assert.equal(shown.off_since_undo_of, undone);
});

test("the Dashboard and the setup say why no automatic update runs", async () => {
  await page.goto(office.url);
  await page.getByText("The automatic update is off since").waitFor();
  await expectAccessible(page, "Dashboard after an undo");
  await page.goto(`${office.url}/databases/1/runs`);
  await page.getByText("Undo", { exact: true }).waitFor();
  await page.goto(`${office.url}/databases/1/runs/${undone}`);
  await page.getByRole("table", { name: "Totals" }).waitFor();
  assert.equal(await button(page, "Undo…").count(), 0, "it is undone");
});

test("a person who left a list is put back", async () => {
  await office.control({ action: "leave_list", address: "ana@oak.example", list: "Board" });
  sync();
  await page.goto(`${office.url}/databases/1/people?address=ana%40oak.example`);
  await button(page, "Put back on “Board”…").waitFor();
  await expectAccessible(page, "who left a list");
  await button(page, "Put back on “Board”…").press("Enter");
  await heading(page, "Put back");
  await expectAccessible(page, "Put back");
  await page.getByRole("alertdialog").getByRole("button", { name: "Put ana@oak.example back on “Board”" }).click();
  await button(page, "Put back on “Board”…").waitFor({ state: "detached" });
  sync();
  const { contact } = JSON.parse(run("why", "--database", chamber, "ana@oak.example", "--json"));
  assert.deepEqual(contact.lists.sort(), ["Active Members", "Board"]);
});

test("a viewer is offered neither", async () => {
  const viewer = await enter("Vera");
  await office.control({ action: "leave_list", address: "ana@oak.example", list: "Board" });
  run("rep", "set", "R2", "--database", chamber, "job_title=Chef");
  const newest = sync();
  await viewer.goto(`${office.url}/databases/1/runs/${newest}`);
  await viewer.getByRole("table", { name: "Totals" }).waitFor();
  assert.equal(await button(viewer, "Undo…").count(), 0);
  await viewer.goto(`${office.url}/databases/1/people?address=ana%40oak.example`);
  await viewer.getByText("Nobody is put back on a list they left").waitFor();
  assert.equal(await button(viewer, "Put back on “Board”…").count(), 0);
});

test("nothing went wrong unseen", () => {
  assert.deepEqual(allComplaints.flat(), []);
});
