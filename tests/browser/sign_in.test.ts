// Who is who: passwords, sessions that end in the middle of work, the password once more, users with few databases, and other languages.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { addUser, chamber, expectAccessible, furnish, growStale, muster, type Office, openOffice, openWindow, password, signIn } from "./support/office.ts";
import { button, choose, grid, heading, listed, openModule } from "./support/pages.ts";
import { steps } from "./support/steps.ts";

let office: Office;
let context: BrowserContext;
let page: Page;
const allComplaints: string[][] = [];
const test = steps(() => page);

async function open(options: Parameters<typeof openWindow>[1] = {}) {
  const opened = await openWindow(office, options);
  allComplaints.push(opened.complaints);
  return opened;
}
async function enter(name: string): Promise<Page> {
  const { page: window } = await open();
  await signIn(office, window, name);
  return window;
}

before(async () => {
  office = await openOffice();
  furnish(office);
  addUser(office, "Ben", "operator");
  ({ context, page } = await open());
});
after(() => office.close());

const refusal = async (name: string, typed: string) => {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(typed);
  const answered = page.waitForResponse((answer) => answer.url().endsWith("/api/session") && answer.request().method() === "POST");
  await button(page, "Sign in").click();
  await answered;
  return page.getByRole("alert").getByText(/./).first().innerText();
};
const detail = (of: Page) => of.getByRole("region", { name: "Detail View" });
const openFirstRep = async (of: Page) => {
  await openModule(of, "Reps");
  await listed(of, "Reps");
  await grid(of, "Reps").locator("[data-index='0']").click();
  await detail(of).getByText(/^Rep ID /).waitFor();
};

test("an unknown name and a wrong password are refused in the same words, and a password may be pasted", async () => {
  await page.goto(office.url);
  assert.equal(await refusal("Nobody", "whatever it is"), await refusal("Ana", "not her password"));
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), password);
  await page.getByLabel("Password").fill("");
  await page.getByLabel("Password").press("Control+v");
  assert.equal(await page.getByLabel("Password").inputValue(), password);
  assert.equal(await page.getByLabel("Password").getAttribute("autocomplete"), "current-password");
  await button(page, "Sign in").click();
  await heading(page, "Dashboard");
});

test("a session that ends in the middle of work loses nothing", async () => {
  await openFirstRep(page);
  const jobTitle = detail(page).getByLabel("Job Title", { exact: true });
  await jobTitle.fill("Typed before the end");
  muster(office.environment, ["user", "sign-out", "Ana"]);
  await button(page, "Save").click();
  await page.getByText("Your session has ended. Sign in to go on where you were.").waitFor();
  await expectAccessible(page, "signing in again");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await button(page, "Sign in").click();
  await jobTitle.waitFor();
  assert.equal(await jobTitle.inputValue(), "Typed before the end");
  await button(page, "Save").click();
  await page.getByText("1 change not saved yet").waitFor({ state: "detached" });
});

test("what needs a fresh sign-in asks for the password once more and then goes on", async () => {
  growStale(office);
  const ask = page.getByRole("dialog", { name: "Your password once more" });
  await choose(page, "Output", "Reps as CSV");
  await ask.waitFor();
  await expectAccessible(page, "the password once more", ".overlay");
  await ask.getByLabel("Password of Ana").fill("not her password");
  await button(page, "Go on").click();
  await ask.getByText("The password is not right.").waitFor();
  await ask.getByLabel("Password of Ana").fill(password);
  const download = page.waitForEvent("download");
  await button(page, "Go on").click();
  await (await download).path();
  await ask.waitFor({ state: "detached" });

  growStale(office);
  await openModule(page, "Connection");
  await button(page, "Disconnect").click();
  await page.getByRole("alertdialog").getByRole("button", { name: /^Disconnect “/ }).click();
  await ask.waitFor();
  await ask.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("alertdialog").getByText(/password once more/).waitFor();
  await button(page, "Cancel").click();
  await page.getByText("Account id").waitFor();
});

test("another password ends one's other sessions, and signing out ends this one on the server", async () => {
  const other = await enter("Ana");
  await button(page, /^Ana: /).click();
  await page.getByRole("menuitem", { name: "Change Password…" }).click();
  await page.getByLabel("Present password").fill(password);
  await page.getByLabel("New password").fill("password1");
  await button(page, "Change password").click();
  await page.getByRole("dialog").getByText("one of those that everybody tries first").first().waitFor();
  await page.getByLabel("New password").fill("another horse battery");
  await button(page, "Change password").click();
  await page.getByText("Your password was changed.").first().waitFor();
  await openModule(other, "Members");
  await other.getByText("Your session has ended.").waitFor();
  await other.context().close();

  const cookies = await context.cookies();
  await button(page, /^Ana: /).click();
  await page.getByRole("menuitem", { name: "Sign Out" }).click();
  await button(page, "Sign in").waitFor();
  await context.addCookies(cookies);
  await page.goto(`${office.url}/databases/1/reps`);
  await button(page, "Sign in").waitFor();
  assert.equal(await grid(page, "Reps").count(), 0);
  muster(office.environment, ["user", "password", "Ana"], 0, `${password}\n`);
});

test("a used or invented link signs nobody in", async () => {
  await page.goto(`${office.url}/welcome#AAAAAAAAAAAAAAAAAAAAAA`);
  await heading(page, "This link does not sign you in");
  await expectAccessible(page, "a link that does not sign in");
  await page.getByRole("link", { name: "Sign in with name and password" }).click();
  await button(page, "Sign in").waitFor();
});

test("users of one database see that one only, and lose what an administrator takes", async () => {
  muster(office.environment, ["database", "add", "Second Chamber"]);
  await signIn(office, page, "Ana");
  await choose(page, "System", "Staff…");
  await button(page, "Add a user").click();
  const dialog = page.getByRole("dialog", { name: "Add a user" });
  await dialog.getByLabel("Name", { exact: true }).fill("Cleo");
  await dialog.getByLabel("All databases").uncheck();
  await dialog.getByLabel("Second Chamber").check();
  await dialog.getByLabel("Password").fill(password);
  await expectAccessible(page, "Add a user, some databases", ".overlay");
  await dialog.getByRole("button", { name: "Add a user" }).click();
  await page.getByText("Cleo can sign in now.").waitFor();

  const cleo = await enter("Cleo");
  await button(cleo, /^Database: Second Chamber/).click();
  await cleo.getByRole("menuitemradio").first().waitFor();
  assert.equal(await cleo.getByRole("menuitemradio").count(), 1);
  await cleo.keyboard.press("Escape");
  await cleo.goto(`${office.url}/databases/1/reps`);
  await heading(cleo, "There is no such database");
  await cleo.goto(`${office.url}/databases/2/reps`);
  await heading(cleo, "No Reps yet");

  await page.reload();
  await button(page, "End the session of Cleo").click();
  await page.getByText("The session of Cleo has ended.").waitFor();
  await openModule(cleo, "Members");
  await cleo.getByText("Your session has ended.").waitFor();
});

test("numbers and dates are those of the reader's language", async () => {
  const { page: berlin } = await open({ locale: "de-DE", timezoneId: "Europe/Berlin" });
  await signIn(office, berlin, "Ben");
  await openModule(berlin, "Connection");
  await berlin.getByText(/von 10\.000|of 10\.000/).waitFor();
  await berlin.getByText(/\b\d{1,2}\. \S+ \d{4}, \d\d:\d\d (MEZ|MESZ)/).first().waitFor();
});

test("nothing went wrong unseen", () => {
  assert.deepEqual(allComplaints.flat(), []);
});
