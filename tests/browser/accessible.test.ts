// The screens and dialogs that the way of first_start.test.ts does not pass, each with axe in both colour schemes.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { chamber, expectAccessible, furnish, muster, type Office, openOffice, openWindow, password, signIn } from "./support/office.ts";
import { button, choose, grid, heading, listed, openModule } from "./support/pages.ts";

let office: Office;
let page: Page;
let complaints: string[];
const pictures = process.env.MUSTER_PICTURES;

before(async () => {
  office = await openOffice();
  furnish(office);
  muster(office.environment, ["sync", "--database", chamber, "--yes"]);
  ({ page, complaints } = await openWindow(office));
});
after(() => office.close());

const dialog = (name: string | RegExp) =>
  page.getByRole("dialog", { name }).or(page.getByRole("alertdialog", { name })).first();
/** A dialog that is looked at and closed again. */
async function lookAt(name: string | RegExp): Promise<void> {
  await dialog(name).waitFor();
  await expectAccessible(page, String(name), ".overlay");
  await page.keyboard.press("Escape");
  await dialog(name).waitFor({ state: "detached" });
}
const firstRow = (name: string) => grid(page, name).locator("[data-index='0']");
async function openWithRow(name: string): Promise<void> {
  await openModule(page, name);
  await listed(page, name);
  await firstRow(name).click();
  await page.getByRole("region", { name: "Detail View" }).getByRole("heading").first().waitFor();
}
const userMenu = async (entry: string) => {
  await button(page, /^Ana: /).click();
  await page.getByRole("menuitem", { name: entry, exact: true }).click();
};

/** The code that an authenticator shows (RFC 6238). */
function codeOf(secret: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/[\s=]/g, "")].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const at = digest.readUInt8(digest.length - 1) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("signing in, and what is wrong with it", async () => {
  await page.goto(office.url);
  await button(page, "Sign in").waitFor();
  await expectAccessible(page, "sign-in");
  await page.getByLabel("Name").fill("Ana");
  await page.getByLabel("Password").fill("not her password");
  await button(page, "Sign in").click();
  await page.getByRole("alert").getByText(/./).first().waitFor();
  await expectAccessible(page, "sign-in refused");
});

test("menus, columns, and the dialogs of each module", async () => {
  await signIn(office, page, "Ana");
  await openWithRow("Members");
  await button(page, "Record").click();
  await page.getByRole("menuitem", { name: "Delete Row" }).waitFor();
  await expectAccessible(page, "menu Record", ".popover");
  await page.getByRole("menuitem", { name: "New Row" }).click();
  await lookAt("New Member");
  await choose(page, "Record", "Delete Row");
  await lookAt("Delete Row");
  await button(page, "Columns").click();
  await page.getByRole("dialog").waitFor();
  await expectAccessible(page, "Columns", ".popover");
  await page.keyboard.press("Escape");

  await openWithRow("Reps");
  for (const tab of ["Phone & Address", "Rep Groups", "Rep Attributes", "Login"]) {
    await page.getByRole("tab", { name: new RegExp(`^${tab}`) }).click();
    await page.getByRole("tab", { name: new RegExp(`^${tab}`), selected: true }).waitFor();
    await expectAccessible(page, `Rep, ${tab}`, ".detail");
  }
  for (const [menu, entry, name] of [
    ["Record", "New Row", "New Rep"],
    ["Record", "Delete Row", "Delete Row"],
    ["Procedures", "Add Rep(s) to Rep Group", "Add Rep(s) to Rep Group"],
    ["Procedures", "Clear Rep Attribute", "Clear Rep Attribute"],
  ] as const) {
    await choose(page, menu, entry);
    await lookAt(name);
  }
  await page.getByRole("tab", { name: "General" }).click();
  await page.getByLabel("Job Title", { exact: true }).fill("Not saved yet");
  await button(page, "Save").waitFor();
  await expectAccessible(page, "Rep, not saved", ".detail");
  await page.getByRole("region", { name: "Detail View" }).getByRole("button", { name: "Cancel" }).click();
  await page.getByLabel("Search Reps").fill("nobody is called so");
  await heading(page, "No Rep matches");
  await expectAccessible(page, "Reps, nobody found");

  for (const [module, noun] of [
    ["Rep Groups", "Rep Group"],
    ["Rep Attributes", "Rep Attribute"],
    ["Member Statuses", "Member Status"],
  ] as const) {
    await openWithRow(module);
    await expectAccessible(page, `${noun}, Detail View`, ".detail");
    await choose(page, "Record", "New Row");
    await lookAt(`New ${noun}`);
  }
  await openWithRow("Rep Groups");
  await choose(page, "Record", "Delete Row");
  await lookAt("Delete Row");
});

test("a run that goes on, and one that needs confirmation", async () => {
  muster(office.environment, ["status", "set", "--database", chamber, "ACT", "active_member=no"]);
  office.gate.hold("/contact_custom_fields");
  await openModule(page, "Reps");
  await listed(page, "Reps");
  await choose(page, "Output", "Automation", "Constant Contact: Update Contacts");
  await heading(page, "Include in Lists");
  await button(page, "OK").click();
  await page.getByRole("region", { name: "Progress" }).waitFor();
  await expectAccessible(page, "running");
  office.gate.release();
  await heading(page, "Needs confirmation");
  await listed(page, "Coming off Active Members");
  if (pictures) await page.screenshot({ path: `${pictures}/needs-confirmation.png` });
  await expectAccessible(page, "Needs confirmation");
  await openModule(page, "Runs");
  await listed(page, "Runs");
  await expectAccessible(page, "Runs");
  await button(page, "Close module").click();
  await page.getByText("Needs confirmation").first().waitFor();
  await expectAccessible(page, "Dashboard with a run that needs confirmation");
});

test("why somebody is on the list", async () => {
  const [rep] = JSON.parse(muster(office.environment, ["reps", "--database", chamber, "--rep-filter", "has_email=yes", "--json"]));
  await openModule(page, "People");
  await page.getByLabel("E-mail address").fill(rep.email);
  await button(page, "Explain").click();
  await page.getByRole("link", { name: `(${rep.rep_id})` }).waitFor();
  if (pictures) await page.screenshot({ path: `${pictures}/people.png` });
  await expectAccessible(page, "People");
});

test("connection, database settings, databases, staff", async () => {
  await openModule(page, "Connection");
  await button(page, "Disconnect").click();
  await lookAt("Disconnect from Constant Contact?");
  await button(page, "Close module").click();
  await choose(page, "Database", "Settings…");
  await button(page, "Save").waitFor();
  await expectAccessible(page, "settings of the database");
  await page.goto(`${office.url}/databases`);
  await button(page, "Rename…").click();
  await lookAt(`Rename “${chamber}”`);
  await button(page, "Remove…").click();
  await lookAt(`Remove “${chamber}”?`);
  await page.goto(`${office.url}/staff`);
  await button(page, "Add a user").click();
  await lookAt("Add a user");
  await page.goto(`${office.url}/no-such-page`);
  await heading(page, "There is no such page");
  await expectAccessible(page, "not found");
  await page.goto(`${office.url}/databases/99/reps`);
  await heading(page, "There is no such database");
  await expectAccessible(page, "no such database");
});

test("password and second factor, and the sign-in that asks for both", async () => {
  await page.goto(office.url);
  await userMenu("Change Password…");
  await lookAt("Change Password");
  await userMenu("Second Factor…");
  await dialog("Second Factor").waitFor();
  await expectAccessible(page, "second factor, begin", ".overlay");
  await button(page, "Set it up").click();
  const secret = await dialog("Second Factor").locator("code").first().innerText();
  await expectAccessible(page, "second factor, key", ".overlay");
  await page.getByLabel("Code").fill(codeOf(secret));
  await button(page, "Confirm").click();
  await button(page, "I have kept the codes").waitFor();
  const [recovery = ""] = await dialog("Second Factor").locator("code").allInnerTexts();
  await expectAccessible(page, "second factor, recovery codes", ".overlay");
  await button(page, "I have kept the codes").click();
  await userMenu("Sign Out");
  await page.getByLabel("Name").fill("Ana");
  await page.getByLabel("Password").fill(password);
  await button(page, "Sign in").click();
  await page.getByLabel("Code of the second factor").waitFor();
  await expectAccessible(page, "sign-in with a second factor");
  await page.getByLabel("Code of the second factor").fill(recovery);
  await button(page, "Sign in").click();
  await heading(page, "Dashboard");
  assert.deepEqual(complaints, []);
});
