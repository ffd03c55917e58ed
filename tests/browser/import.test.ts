// CSV files brought in on the page: foreign headings, bad rows, wrong files, and who may not.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { enter, tabTo } from "./support/keyboard.ts";
import { addUser, chamber, expectAccessible, muster, type Office, openOffice, openWindow, signIn } from "./support/office.ts";
import { button, choose, heading, listed } from "./support/pages.ts";

let office: Office;
const pictures = process.env.MUSTER_PICTURES; // a folder to draw the documents' pictures into
const allComplaints: string[][] = [];

before(async () => {
  office = await openOffice();
  addUser(office, "Ana", "administrator");
  addUser(office, "Olga", "operator");
  addUser(office, "Vera", "viewer");
  muster(office.environment, ["database", "add", chamber]);
});
after(() => office.close());

async function importPage(name: string, viewport = { width: 1280, height: 720 }): Promise<Page> {
  const { page, complaints } = await openWindow(office, { viewport });
  allComplaints.push(complaints);
  await signIn(office, page, name);
  await page.goto(`${office.url}/databases/1/import`);
  return page;
}

const csv = (name: string, content: string | Buffer) => ({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
const bring = (page: Page, ...files: ReturnType<typeof csv>[]) => page.locator("input[type=file]").setInputFiles(files);
const card = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const comesInAs = (page: Page, file: string, title: string) =>
  card(page, file).getByLabel(`${title} comes in as`, { exact: true });
const rowsOf = (table: Locator): Promise<string[][]> =>
  table.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
const records = (kind: "members" | "reps") =>
  JSON.parse(muster(office.environment, [kind, "--database", chamber, "--json"])) as Record<string, string>[];

const firms = (secondStatus: string) =>
  csv("firms.csv", `Firm No;Firm;Standing;Town\n100;Oak Street Bakery;ACT;Springfield\n101;Lake Plumbing;${secondStatus};Shelbyville\n`);
const people = csv(
  "people.csv",
  "Person;Firm No;First Name;Family Name;Mail;Secret password;Remarks\n" +
    "R1;100;Ana;Díaz;ana@oakstreet.example;geheim;likes cake\n" +
    "R2;101;Bo;O'Brien;bo@lake.example;geheim;\n" +
    "R3;999;Cy;Lost;cy@nowhere.example;geheim;no such firm\n",
);

/** Files of the disk, dragged in from another program. */
async function drop(page: Page, target: Locator, files: string[]): Promise<void> {
  const box = await target.boundingBox();
  assert.ok(box);
  const session = await page.context().newCDPSession(page);
  const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, ...place, data: { items: [], files, dragOperationsMask: 1 } });
  }
}

async function mapFirms(page: Page): Promise<void> {
  await card(page, "firms.csv").getByLabel("It holds").selectOption("Members");
  for (const [title, column] of [["Firm No", "Member ID (needed)"], ["Firm", "Company"], ["Standing", "Member Status"], ["Town", "City"]]) {
    await comesInAs(page, "firms.csv", title as string).selectOption(column as string);
  }
}

async function mapPeople(page: Page): Promise<void> {
  await card(page, "people.csv").getByLabel("It holds").selectOption("Reps");
  for (const [title, column] of [["Person", "Rep ID (needed)"], ["Firm No", "Member ID"], ["Family Name", "Last Name"], ["Mail", "E-mail"]]) {
    await comesInAs(page, "people.csv", title as string).selectOption(column as string);
  }
}

test("foreign headings are mapped beside the first rows, and what is wrong with that is said before anything is sent", async () => {
  const { page, complaints } = await openWindow(office);
  allComplaints.push(complaints);
  await signIn(office, page, "Ana");
  await choose(page, "Database", "Import…");
  await heading(page, "Bring your records in");
  await button(page, "Load the sample chamber").waitFor();
  await expectAccessible(page, "import, no file");

  await bring(page, firms("GONE"), people);
  const begin = button(page, `Import into “${chamber}”`);
  await card(page, "people.csv").waitFor();
  await card(page, "firms.csv").getByText("Say what the file holds.").waitFor();
  assert.ok(await begin.isDisabled());
  await mapFirms(page);
  await mapPeople(page);
  assert.equal(await comesInAs(page, "people.csv", "First Name").inputValue(), "first_name", "known without help");
  assert.equal(await comesInAs(page, "people.csv", "Remarks").inputValue(), "", "left out");
  await card(page, "people.csv").getByText("5 of 7 headings come in").waitFor();
  assert.deepEqual((await rowsOf(card(page, "people.csv").getByRole("table")))[4]?.slice(2), [
    "ana@oakstreet.example",
    "bo@lake.example",
    "cy@nowhere.example",
  ]);
  assert.equal(await page.getByText("geheim").count(), 0, "passwords are nobody's to read");

  await comesInAs(page, "people.csv", "Remarks").selectOption("E-mail (taken)");
  await card(page, "people.csv").getByText("“Mail” and “Remarks” cannot both be E-mail.").waitFor();
  assert.ok(await begin.isDisabled());
  await expectAccessible(page, "import, two headings for one column");
  await comesInAs(page, "people.csv", "Remarks").selectOption("Leave out");
  await comesInAs(page, "people.csv", "Person").selectOption("Leave out");
  await card(page, "people.csv").getByText("No heading stands for Rep ID").waitFor();
  await comesInAs(page, "people.csv", "Person").selectOption("Rep ID (needed)");
  if (pictures) await page.screenshot({ path: `${pictures}/import.png` });

  await button(page, "Check").click();
  await heading(page, "3 bad rows; nothing was imported.");
  const wrong = (file: string) => page.getByRole("region", { name: "What is wrong" }).getByRole("table", { name: file });
  assert.deepEqual(await rowsOf(page.getByRole("table", { name: /^3 bad rows/ })), [
    ["Rows", "2", "3"],
    ["New", "1", "1"],
    ["Changed", "0", "0"],
    ["Unchanged", "0", "0"],
    ["Bad", "1", "2"],
  ]);
  assert.equal((await rowsOf(wrong("firms.csv")))[0]?.slice(0, 2).join(), "3,Standing");
  assert.deepEqual(records("members"), [], "a check keeps nothing");
  await page.close();
});

test("nothing was imported while a row is bad, what was set outlives a reload, and a corrected file takes its place", async () => {
  const page = await importPage("Ana");
  await bring(page, firms("GONE"), people);
  await card(page, "people.csv").waitFor();
  await mapFirms(page);
  await mapPeople(page);
  await button(page, `Import into “${chamber}”`).click();
  await heading(page, "3 bad rows; nothing was imported.");
  assert.deepEqual(records("members"), []);
  await expectAccessible(page, "import, bad rows");
  const saved = page.waitForEvent("download");
  await button(page, "Save as CSV").click();
  assert.equal((await saved).suggestedFilename(), "import-errors.csv");

  await page.reload();
  await heading(page, "3 bad rows; nothing was imported.");
  assert.equal(await comesInAs(page, "people.csv", "Mail").inputValue(), "email");
  assert.ok(!(await page.evaluate(() => JSON.stringify(sessionStorage))).includes("geheim"), "no password is kept");

  await bring(page, firms("act"));
  await page.getByText("You have changed something since. Check again.").waitFor();
  assert.equal(await comesInAs(page, "firms.csv", "Standing").inputValue(), "status");
  await button(page, "Check").click();
  await heading(page, "1 bad row; nothing was imported.");
  await page.getByLabel("Leave bad rows out").check();
  await button(page, `Import into “${chamber}”`).click();
  await heading(page, "Imported: 4 rows; 1 left out");
  await page.getByRole("region", { name: "Rows left out" }).getByText("There is no Member \"999\"").waitFor();
  await expectAccessible(page, "import, done");
  await page.reload();
  await heading(page, "Imported: 4 rows; 1 left out");
  await page.getByRole("list", { name: "Next steps" }).getByRole("link", { name: "Reps" }).click();
  await listed(page, "Reps");
  await page.getByRole("grid", { name: "Reps", exact: true }).getByText("ana@oakstreet.example").waitFor();
  assert.deepEqual(records("reps").map(({ rep_id, last_name }) => `${rep_id} ${last_name}`), ["R2 O'Brien", "R1 Díaz"]);
  assert.deepEqual(records("members").map(({ member_id, status }) => `${member_id} ${status}`), ["101 ACT", "100 ACT"]);
  await page.close();
});

test("wrong files are told apart, and an old Windows file is read once it is called one", async () => {
  const page = await importPage("Olga");
  await bring(page, csv("nothing.csv", ""));
  await card(page, "nothing.csv").getByText(/empty/).waitFor();
  await bring(page, csv("picture.csv", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])));
  await card(page, "picture.csv").getByRole("alert").getByText(/./).waitFor();
  await expectAccessible(page, "import, wrong files");
  await button(page, "Dismiss picture.csv").click();
  await button(page, "Dismiss nothing.csv").click();

  await bring(page, csv("old.csv", Buffer.from("Rep ID;Last Name;E-Mail\nR1;Díaz;ana@oakstreet.example\n", "latin1")));
  await card(page, "old.csv").getByText("Some characters are shown as").waitFor();
  await card(page, "old.csv").getByLabel("Its characters").selectOption("Windows-1252 (older Windows programs)");
  await card(page, "old.csv").getByRole("cell", { name: "Díaz" }).waitFor();
  await button(page, "Remove old.csv").click();

  await bring(page, csv("older.csv", Buffer.from("Rep ID;Apellido próximo\nR1;Díaz\n", "latin1")));
  await button(page, "Read it as Windows-1252").click();
  await card(page, "older.csv").getByText("Apellido próximo").waitFor();
  await card(page, "older.csv").getByRole("cell", { name: "Díaz" }).waitFor();
  await button(page, "Remove older.csv").click();
  await page.close();
});

test("a file that the server threw away is brought again, or asked for after a reload", async () => {
  const page = await importPage("Olga");
  const throwAway = async () => {
    const kept = await page.evaluate(() => sessionStorage.getItem("muster.import.Olga.1"));
    for (const { upload } of JSON.parse(kept ?? "").files) {
      const path = `${office.url}/api/databases/1/uploads/${upload.upload_id}`;
      assert.equal((await page.request.delete(path, { headers: { "X-Muster-Request": "1", Origin: new URL(office.url).origin } })).status(), 204);
    }
  };
  await bring(page, people);
  await card(page, "people.csv").waitFor();
  await mapPeople(page);
  await throwAway();
  await button(page, "Check").click();
  await heading(page, /bad rows?; nothing was imported/);

  await page.reload();
  await card(page, "people.csv").waitFor();
  await throwAway();
  await button(page, "Check").click();
  await card(page, "people.csv").getByText("The server no longer has this file. Choose it again").waitFor();
  await bring(page, people);
  await button(page, "Check").click();
  await heading(page, /bad rows?; nothing was imported/);
  assert.equal(await comesInAs(page, "people.csv", "Mail").inputValue(), "email");
  await button(page, "Remove people.csv").click();
  await page.close();
});

test("files are dropped as well, and a fourth one has no room", async () => {
  const page = await importPage("Olga");
  const folder = await mkdtemp(join(tmpdir(), "muster-drop-"));
  const files = ["a.csv", "b.csv", "c.csv", "d.csv"].map((name) => join(folder, name));
  for (const file of files) await writeFile(file, "code\nNEW\n");
  await drop(page, page.getByText("or drop them here."), files);
  await card(page, "c.csv").getByText("Another file holds Member Statuses as well").waitFor();
  await page.getByText("An import takes 3 files at most: d.csv was left out.").waitFor();
  for (const name of ["a.csv", "b.csv", "c.csv"]) await button(page, `Remove ${name}`).click();
  await rm(folder, { recursive: true });
  await page.close();
});

test("a phone and a keyboard are enough", async () => {
  const page = await importPage("Olga", { width: 390, height: 844 });
  const chooser = page.waitForEvent("filechooser");
  await enter(page, button(page, "Choose CSV files"));
  await (await chooser).setFiles([csv("statuses.csv", "Kuerzel,Description\nHON,Honorary\n")]);
  await card(page, "statuses.csv").waitFor();
  const kind = card(page, "statuses.csv").getByLabel("It holds");
  await tabTo(page, kind);
  await page.keyboard.type("Member S");
  await tabTo(page, comesInAs(page, "statuses.csv", "Kuerzel"));
  await page.keyboard.type("Code");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), "nothing is cut off");
  await expectAccessible(page, "import at 390");
  await enter(page, button(page, "Check"));
  await heading(page, "Nothing is wrong: 1 row can come in. Nothing was imported yet.");
  await enter(page, button(page, `Import into “${chamber}”`));
  await heading(page, "Imported: 1 row");
  await page.getByRole("table", { name: "Imported: 1 row" }).waitFor();
  await page.close();
});

test("a viewer is told who imports", async () => {
  const page = await importPage("Vera");
  await heading(page, "Viewers do not import");
  await expectAccessible(page, "import, viewer");
  assert.equal(await page.locator("input[type=file]").count(), 0);
  await page.close();
});

test("nothing went wrong unseen", () => {
  const refused = /status of 422/; // the wrong files
  assert.deepEqual(allComplaints.flat().filter((text) => !refused.test(text)), []);
});
