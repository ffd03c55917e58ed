// Connecting an account: refused, allowed, by a code, tested, lost, and let go; and the notice that somebody has to see to it.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import type { Page } from "playwright-core";
import { addUser, chamber, expectAccessible, furnish, muster, type Office, openOffice, openWindow, signIn } from "./support/office.ts";
import { button, choose, heading, listed, openModule } from "./support/pages.ts";
import { picture, steps } from "./support/steps.ts";

let office: Office;
let page: Page;
const allComplaints: string[][] = [];
const test = steps(() => page);

async function enter(name: string): Promise<Page> {
  const opened = await openWindow(office, { losesServer: true });
  allComplaints.push(opened.complaints);
  await signIn(office, opened.page, name);
  return opened.page;
}

const longestLook = 40_000; // ms; the Dashboard looks every 15 s
/** A server looks for what somebody has to see to when it starts, and then once a minute. */
async function lookAtNotices(): Promise<void> {
  await office.stopServer();
  await office.startServer();
  await page.goto(office.url);
}

before(async () => {
  office = await openOffice();
  furnish(office, { connected: false });
  addUser(office, "Olga", "operator");
  page = await enter("Ana");
});
after(() => office.close());

test("a refusal on Constant Contact's page is said in plain words, and nothing is connected", async () => {
  await openModule(page, "Connection");
  await heading(page, "Not connected");
  await expectAccessible(page, "not connected");
  await button(page, "Connect to Constant Contact").click();
  await page.waitForURL(/oauth2/);
  await page.getByRole("button", { name: "Deny" }).first().click();
  await page.getByText("The permission was refused in Constant Contact.").waitFor();
  await expectAccessible(page, "the login was refused");
  await button(page, "Go back").click();
  await heading(page, "Not connected");
});

test("by a code, where nobody can be sent back here", async () => {
  await office.control({ action: "settings", switches: { auto_grant: "off" } });
  await button(page, "Connect by code instead").click();
  const dialog = page.getByRole("dialog", { name: "Connect by code" });
  await dialog.getByRole("progressbar", { name: "Waiting for the permission" }).waitFor();
  await expectAccessible(page, "Connect by code", ".overlay");
  await picture(page, "connect-by-code");
  const opened = page.context().waitForEvent("page");
  await dialog.getByRole("link").click();
  const vendor = await opened;
  const code = await dialog.locator(".device-code").innerText();
  const field = vendor.getByRole("textbox").first();
  if ((await field.count()) > 0 && (await field.inputValue()) === "") await field.fill(code);
  await vendor.getByRole("button", { name: /allow/i }).first().click();
  await page.getByText("Connected to the Constant Contact account").first().waitFor();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Account id").waitFor();
});

test("the connection is tested, and reconnected over Constant Contact's own page", async () => {
  await button(page, "Test connection").click();
  await page.getByText("Constant Contact answers for the account").first().waitFor();
  await button(page, "Reconnect").click();
  await page.waitForURL(/oauth2/);
  await page.getByRole("button", { name: /allow/i }).first().click();
  await page.getByText("Connected to the Constant Contact account").first().waitFor();
  await page.getByText("by Ana,").waitFor();
});

test("a permission that was taken back is a notice on the Dashboard, with what to do", async () => {
  await office.control({ action: "revoke_grants" });
  await button(page, "Test connection").click();
  await page.getByText(/^The permission was lost .*: Constant Contact does not accept the permission any more \(/).waitFor();
  await expectAccessible(page, "a lost connection");
  await picture(page, "connection-lost");
  await lookAtNotices();
  await page.locator(".card .notice").waitFor({ timeout: longestLook });
  await expectAccessible(page, "Dashboard with a notice");
  await picture(page, "dashboard-notice");
  await openModule(page, "Connection");
  await button(page, "Connect to Constant Contact").or(button(page, "Reconnect")).first().click();
  await page.waitForURL(/oauth2/);
  await page.getByRole("button", { name: /allow/i }).first().click();
  await page.getByText("by Ana,").waitFor();
  await lookAtNotices();
  await page.getByText("Last run").waitFor();
  await page.locator(".card .notice").waitFor({ state: "detached", timeout: longestLook });
});

test("an operator sees the connection, and is offered nothing of it", async () => {
  const operator = await enter("Olga");
  await openModule(operator, "Connection");
  await operator.getByText("Account id").waitFor();
  for (const name of ["Test connection", "Reconnect", "Connect by code instead", "Disconnect"]) {
    assert.equal(await button(operator, name).count(), 0, name);
  }
  await operator.context().close();
});

test("it is let go, and the wizard then asks for the login", async () => {
  await openModule(page, "Connection");
  await button(page, "Disconnect").click();
  await page.getByRole("alertdialog").getByRole("button", { name: /^Disconnect “/ }).click();
  await page.getByText("Disconnected. The account is free for another database").first().waitFor();
  await heading(page, "Not connected");
  await openModule(page, "Reps");
  await listed(page, "Reps");
  await choose(page, "Output", "Automation", "Constant Contact: Update Contacts");
  await heading(page, "Include in Lists");
  await button(page, "Preview").click();
  await heading(page, "Constant Contact login");
  const entries = JSON.parse(muster(office.environment, ["audit", "--json", "--database", chamber]));
  const actions: string[] = (entries.entries ?? entries.rows ?? entries).map(({ action }: { action: string }) => action);
  assert.deepEqual(actions.filter((action) => /connect/.test(action)), [
    ...["disconnect", "connect", "connect.begin", "connect", "connect.begin", "connect", "connect.begin", "connect.begin"],
  ]);
});

test("nothing went wrong unseen", () => {
  assert.deepEqual(allComplaints.flat(), []);
});
