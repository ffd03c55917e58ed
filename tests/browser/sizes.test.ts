// On a phone of 390 pixels and in a window of 1280 by 720: nothing scrolls sideways, and what one came for can be reached.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { chamber, expectAccessible, furnish, muster, type Office, openOffice, openWindow, signIn } from "./support/office.ts";
import { button, choose, grid, heading, listed } from "./support/pages.ts";

const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 720 } } as const;
const pictures = process.env.MUSTER_PICTURES; // a folder to look at every screen in

let office: Office;
let run: string;

before(async () => {
  office = await openOffice();
  furnish(office);
  const { environment } = office;
  run = JSON.parse(muster(environment, ["sync", "--database", chamber, "--yes", "--json"])).run_id;
});
after(() => office.close());

const database = "/databases/1";
const row = (page: Page) => page.locator("[data-index='0']").getByText(/./).first();
/** Each screen: its address, what shows that it is there, and what one came for. */
const screens: readonly [name: string, path: string, there: (page: Page) => Locator, main?: (page: Page) => Locator][] = [
  ["dashboard", "/", (page) => page.getByText("Last run"), (page) => button(page, "System")],
  ["members", `${database}/members`, row, (page) => page.getByLabel("Search Members")],
  ["reps", `${database}/reps`, row, (page) => button(page, "Output")],
  ["groups", `${database}/rep-groups`, row, (page) => button(page, "Record")],
  ["attributes", `${database}/rep-attributes`, row, (page) => button(page, "Record")],
  ["statuses", `${database}/member-statuses`, row, (page) => button(page, "Record")],
  ["lists", `${database}/update-contacts`, (page) => page.getByRole("option").first(), (page) => button(page, "OK")],
  ["filters", `${database}/update-contacts?page=reps`, (page) => page.getByTestId("selection-count"), (page) => button(page, "Add a criterion")],
  ["auto-update", `${database}/auto-update`, (page) => page.getByRole("option").first(), (page) => button(page, "Save only")],
  ["runs", `${database}/runs`, row],
  ["people", `${database}/people`, (page) => page.getByText("Why is this person"), (page) => button(page, "Explain")],
  ["connection", `${database}/connection`, (page) => page.getByText("Account id"), (page) => button(page, "Disconnect")],
  ["import", `${database}/import`, (page) => page.getByRole("heading").first()],
  ["database-settings", `${database}/settings`, (page) => button(page, "Save"), (page) => page.getByRole("textbox").last()],
  ["databases", "/databases", (page) => button(page, "Rename…"), (page) => button(page, "Add a database")],
  ["staff", "/staff", (page) => page.getByText("Administrator").first(), (page) => button(page, "Add a user")],
  ["audit", "/audit", (page) => page.getByRole("grid").or(page.getByRole("table")).first()],
  ["settings", "/settings", (page) => button(page, "Save"), (page) => page.getByRole("textbox").last()],
  ["schedule", "/schedule", (page) => page.getByLabel("Enable scheduled contact updates."), (page) => button(page, "OK")],
];

async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png` });
  }
}

/** The page itself never scrolls, in neither direction; what scrolls are the parts of it. */
async function fits(page: Page, name: string): Promise<void> {
  const { wide, high } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - window.innerWidth,
    high: document.documentElement.scrollHeight - window.innerHeight,
  }));
  assert.ok(wide <= 0, `${name} is ${wide} pixels too wide`);
  assert.ok(high <= 0, `${name} is ${high} pixels too high`);
}

/** A press would reach it, after scrolling to it where that is needed. */
const reachable = (target: Locator) => target.click({ trial: true });

for (const [size, viewport] of Object.entries(sizes)) {
  test(`${size}: every screen fits, and what one came for can be pressed`, async () => {
    const { page, complaints, context } = await openWindow(office, { viewport, hasTouch: size === "phone" });
    await page.goto(office.url);
    await button(page, "Sign in").waitFor();
    await fits(page, "sign-in");
    await picture(page, `${size}-sign-in`);
    await signIn(office, page, "Ana");
    for (const [name, path, there, main] of screens.concat([
      ["run", `${database}/runs/${run}`, (at) => at.getByRole("table", { name: "Totals" }), (at) => at.getByRole("tab").first()],
    ])) {
      await page.goto(office.url + path);
      await there(page).waitFor();
      await fits(page, `${name}, ${size}`);
      if (main) await reachable(main(page));
      await picture(page, `${size}-${name}`);
    }
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test("phone: the modules are in a drawer, a record takes the screen, menus open", async () => {
  const { page, complaints } = await openWindow(office, { viewport: sizes.phone, hasTouch: true });
  await signIn(office, page, "Ana");
  await button(page, "Module Explorer").click();
  await page.getByRole("dialog", { name: "Module Explorer" }).waitFor();
  await expectAccessible(page, "drawer", ".overlay");
  await picture(page, "phone-drawer");
  await page.getByLabel("Module Explorer").getByText("Reps", { exact: true }).last().click();
  await listed(page, "Reps");
  await page.getByRole("dialog", { name: "Module Explorer" }).waitFor({ state: "detached" });
  await expectAccessible(page, "Reps on a phone");

  await grid(page, "Reps").locator("[data-index='0']").click();
  await page.getByRole("tab", { name: "General" }).waitFor();
  await fits(page, "a Rep on a phone");
  await expectAccessible(page, "a Rep on a phone");
  await picture(page, "phone-rep");
  await page.getByLabel("Job Title", { exact: true }).fill("On a phone");
  await reachable(button(page, "Save"));
  await picture(page, "phone-rep-draft");
  await page.getByRole("region", { name: "Detail View" }).getByRole("button", { name: "Cancel" }).click();
  await button(page, "To the list").click();
  await listed(page, "Reps");

  await button(page, "Record").click();
  await page.getByRole("menuitem", { name: "New Row" }).waitFor();
  await fits(page, "a menu on a phone");
  await picture(page, "phone-menu");
  await page.getByRole("menuitem", { name: "New Row" }).click();
  await page.getByRole("dialog", { name: "New Rep" }).waitFor();
  await reachable(button(page, "Add Rep"));
  await picture(page, "phone-dialog");
  await button(page, "Close").click();

  await choose(page, "Output", "Automation", "Constant Contact: Update Contacts");
  await heading(page, "Include in Lists");
  await page.getByRole("option").first().click();
  await button(page, "Include the selected Rep Groups").click();
  await heading(page, "Included (1)");
  await reachable(button(page, "Preview"));
  await expectAccessible(page, "the wizard on a phone");
  await picture(page, "phone-wizard");
  await button(page, /^Database: /).click();
  await page.getByRole("menuitemradio").first().waitFor();
  await fits(page, "the databases on a phone");
  assert.deepEqual(complaints, []);
});
