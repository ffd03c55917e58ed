// "Constant Contact: Update Contacts" and the words of the original's help text: by mouse, and by keyboard alone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { arrowTo, enter, hasFocus, tabTo } from "./support/keyboard.ts";
import { chamber, furnish, muster, type Office, openOffice, openWindow, password, signIn } from "./support/office.ts";
import { button, choose, grid, heading, listed, openModule } from "./support/pages.ts";

const title = "Constant Contact: Update Contacts";
let office: Office;
let complaints: string[] = [];

async function window(): Promise<Page> {
  const opened = await openWindow(office);
  complaints = opened.complaints;
  return opened.page;
}

before(async () => {
  office = await openOffice();
  furnish(office);
});
after(() => office.close());

const option = (page: Page, side: "Available" | "Included", name: string) =>
  page.getByRole("listbox", { name: new RegExp(`^${side}`) }).getByRole("option").filter({ has: page.getByText(name, { exact: true }) });
const names = (page: Page, side: "Available" | "Included") =>
  page.getByRole("listbox", { name: new RegExp(`^${side}`) }).locator("[role=option] .entry-name").allInnerTexts();
const entries = (page: Page) => page.getByRole("menuitem").locator(".entry-name").allInnerTexts();
/** The one run or preview that was begun last, as the command line tells it. */
const lastRun = () => {
  const [row] = JSON.parse(muster(office.environment, ["runs", "--database", chamber, "--json"]));
  return JSON.parse(muster(office.environment, ["runs", "show", row.run_id, "--json"]));
};

test("the words of the original stand where its help text says", async () => {
  const page = await window();
  await signIn(office, page, "Ana");
  const explorer = page.getByLabel("Module Explorer");
  assert.deepEqual(
    (await explorer.getByRole("row").allInnerTexts()).map((text) => text.trim()),
    ["Members", "Members", "Value Tables", "Member Statuses", "Reps", "Reps", "Value Tables", "Rep Attributes"].concat([
      ...["Groups", "Rep Groups", "Constant Contact", "Runs", "People", "Connection"],
    ]),
  );
  await button(page, "System").click();
  assert.deepEqual(await entries(page), [
    ...["Constant Contact Auto Update Schedule…", "Databases…", "Staff…", "Audit Log…", "Settings…"],
  ]);
  await page.keyboard.press("Escape");
  await button(page, "Database").click();
  assert.deepEqual(await entries(page), ["Setup Constant Contact Auto Update…", "Import…", "Settings…"]);
  await page.keyboard.press("Escape");

  await choose(page, "System", "Constant Contact Auto Update Schedule…");
  await page.getByRole("dialog").getByRole("checkbox", { name: "Enable scheduled contact updates.", exact: true }).check();
  await page.getByLabel("Time of day", { exact: true }).fill("03:15");
  await button(page, "OK").click();
  await page.getByText("Next scheduled contact updates:").first().waitFor();

  await openModule(page, "Reps");
  await listed(page, "Reps");
  await page.getByRole("region", { name: "List View" }).waitFor();
  await page.getByRole("region", { name: "Detail View" }).waitFor();
  await button(page, "Record").click();
  assert.deepEqual(await entries(page), ["New Row", "Delete Row", "Show All"]);
  await page.keyboard.press("Escape");
  await button(page, "Procedures").click();
  assert.deepEqual(await entries(page), [
    "Add Rep(s) to Rep Group",
    "Delete Rep(s) from Rep Group",
    "Assign Rep Attribute",
    "Clear Rep Attribute",
  ]);
  await page.keyboard.press("Escape");
  await button(page, "Output").click();
  assert.deepEqual(await entries(page), ["Automation", "Reps as CSV"]);
  await page.keyboard.press("Escape");

  await button(page, "Close module").click();
  await choose(page, "Database", "Setup Constant Contact Auto Update…");
  await heading(page, "Include in Lists");
  await button(page, "Save only").waitFor();
  assert.deepEqual(complaints, []);
});

test("by mouse: groups, fields and filters are chosen, looked at and used", async () => {
  const page = await window();
  await signIn(office, page, "Ana");
  await openModule(page, "Reps");
  await listed(page, "Reps");
  await choose(page, "Output", "Automation", title);
  await heading(page, "Include in Lists");
  const available = await names(page, "Available");
  const [first, second, third, fourth] = available as [string, string, string, string];

  await option(page, "Available", first).click();
  await option(page, "Available", third).click({ modifiers: ["Shift"] });
  await option(page, "Available", second).click({ modifiers: ["ControlOrMeta"] });
  await button(page, "Include the selected Rep Groups").click();
  assert.deepEqual(await names(page, "Included"), [first, third]);
  await option(page, "Available", fourth).dblclick();
  assert.deepEqual(await names(page, "Included"), [first, third, fourth]);
  await option(page, "Included", third).click();
  await button(page, "Take the selected Rep Groups off").click();
  assert.deepEqual(await names(page, "Included"), [first, fourth]);
  assert.deepEqual((await names(page, "Available")).concat(first, fourth).sort(), [...available].sort());
  await page.getByRole("heading", { name: "Included (2)" }).waitFor();

  await button(page, "Next").click();
  await heading(page, "Custom Fields");
  await button(page, "Include all Rep information shown").click();
  await button(page, "Take all Rep information shown off").click();
  await option(page, "Available", "Username").dblclick();
  await option(page, "Available", "Member ID").dblclick();
  assert.deepEqual((await names(page, "Included")).sort(), ["Member ID", "Username"]);

  await button(page, "Next").click();
  await heading(page, "Member Filters");
  await page.getByTestId("selection-count").waitFor();
  const everybody = await page.getByTestId("selection-count").innerText();
  await button(page, "Add a criterion").click();
  await page.getByLabel("Field", { exact: true }).selectOption("active");
  await page.getByLabel("Value", { exact: true }).selectOption("yes");
  await page.getByTestId("selection-count").filter({ hasNotText: everybody }).waitFor();
  await button(page, "Next").click();
  await heading(page, "Rep Filters");
  await button(page, "Add a criterion").click();
  await page.getByLabel("Field", { exact: true }).selectOption("has_email");
  await page.getByLabel("Value", { exact: true }).selectOption("yes");

  await button(page, "Preview").click();
  await page.getByRole("table", { name: "Totals" }).waitFor();
  const preview = lastRun();
  assert.equal(preview.preview, true);
  assert.deepEqual(preview.lists.map(({ name }: { name: string }) => name).sort(), ["Active Members", first, fourth].sort());
  assert.deepEqual(preview.custom_fields.map(({ label }: { label: string }) => label).sort(), ["Member ID", "Username"]);

  await button(page, "Change the selections").click();
  await heading(page, "Include in Lists");
  assert.deepEqual(await names(page, "Included"), [first, fourth]);
  await button(page, "OK").click();
  await page.getByText("The first update of a database shows its plan before it goes on").waitFor();
  await button(page, /^Update Constant Contact account/).click();
  await page.getByRole("alertdialog").getByRole("button", { name: /^Update Constant Contact account/ }).click();
  await page.getByText("Completed", { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByText("0 opted-out addresses were made mailable.").waitFor();
  const run = lastRun();
  assert.equal(run.state, "completed");
  assert.equal(run.totals.selected, preview.totals.selected);
  assert.deepEqual(complaints, []);
});

test("by keyboard alone, from the sign-in to the finished update", async () => {
  const page = await window();
  const { keyboard } = page;
  await page.goto(office.url);
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await keyboard.type("Ana");
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await keyboard.type(password);
  await enter(page, button(page, "Sign in"));

  const explorer = page.getByLabel("Module Explorer");
  await tabTo(page, explorer);
  await arrowTo(page, "ArrowDown", explorer.getByRole("row", { name: "Reps", exact: true }).last());
  await keyboard.press("Enter");
  await listed(page, "Reps");
  await tabTo(page, button(page, "Record"));
  await arrowTo(page, "ArrowRight", button(page, "Output"));
  await keyboard.press("Enter");
  await arrowTo(page, "ArrowDown", page.getByRole("menuitem", { name: "Automation", exact: true }));
  await keyboard.press("ArrowRight");
  await arrowTo(page, "ArrowDown", page.getByRole("menuitem", { name: title, exact: true }));
  await keyboard.press("Enter");

  // The Mover: one by Enter, several by Shift and the button, one back.
  await heading(page, "Include in Lists");
  const off = button(page, "Take all Rep Groups shown off");
  if (await off.isEnabled()) await enter(page, off);
  const available = await names(page, "Available");
  const [first, second, third] = available as [string, string, string];
  await tabTo(page, page.getByRole("listbox", { name: /^Available/ }));
  await arrowTo(page, "ArrowUp", option(page, "Available", first));
  await keyboard.press("Space");
  await keyboard.press("Enter");
  assert.deepEqual(await names(page, "Included"), [first]);
  assert.ok(await hasFocus(page.getByRole("group", { name: "Rep Groups" })), "the focus stays in the Mover");
  await tabTo(page, page.getByRole("listbox", { name: /^Available/ }));
  await arrowTo(page, "ArrowUp", option(page, "Available", second));
  await keyboard.press("Space");
  await keyboard.press("Shift+ArrowDown");
  await enter(page, button(page, "Include the selected Rep Groups"));
  assert.deepEqual(await names(page, "Included"), [first, second, third]);
  await tabTo(page, page.getByRole("listbox", { name: /^Included/ }));
  await arrowTo(page, "ArrowDown", option(page, "Included", second));
  await keyboard.press("Space");
  await keyboard.press("Enter");
  assert.deepEqual(await names(page, "Included"), [first, third]);

  await enter(page, button(page, "Next"));
  await heading(page, "Custom Fields");
  if ((await names(page, "Included")).length > 0) await enter(page, button(page, "Take all Rep information shown off"));
  await tabTo(page, page.getByRole("listbox", { name: /^Available/ }));
  await arrowTo(page, "ArrowDown", option(page, "Available", "Member ID"));
  await keyboard.press("Space");
  await keyboard.press("Enter");
  assert.deepEqual(await names(page, "Included"), ["Member ID"]);

  await enter(page, button(page, "Next"));
  await heading(page, "Member Filters");
  const criteria = page.getByRole("button", { name: /^Remove criterion/ });
  while ((await criteria.count()) > 0) await enter(page, criteria.first());
  await enter(page, button(page, "Add a criterion"));
  const field = page.getByLabel("Field", { exact: true });
  await tabTo(page, field);
  await keyboard.type("Member St");
  await tabTo(page, button(page, /^Values:/));
  await keyboard.press("Enter");
  const values = page.getByRole("dialog", { name: "Values" });
  await tabTo(page, values.getByRole("checkbox").first());
  await keyboard.press("Space");
  await keyboard.press("Escape");
  await button(page, /^Values: (?!Choose)/).waitFor();

  await enter(page, button(page, "Next"));
  await heading(page, "Rep Filters");
  while ((await criteria.count()) > 0) await enter(page, criteria.first());
  await enter(page, button(page, "Preview"));
  await page.getByRole("table", { name: "Totals" }).waitFor({ timeout: 60_000 });
  const preview = lastRun();
  assert.equal(preview.preview, true);
  assert.deepEqual(preview.custom_fields.map(({ label }: { label: string }) => label), ["Member ID"]);
  await tabTo(page, page.getByRole("tab", { selected: true }));
  await arrowTo(page, "ArrowRight", page.getByRole("tab", { name: "Ignored and why" }));
  await page.getByRole("tab", { name: "Ignored and why", selected: true }).waitFor();

  await enter(page, button(page, /^Update Constant Contact account/));
  await page.getByText("Completed", { exact: true }).waitFor({ timeout: 60_000 });
  await page.getByText("0 opted-out addresses were made mailable.").waitFor();
  const run = lastRun();
  assert.equal(run.preview, false);
  assert.deepEqual(run.lists.map(({ name }: { name: string }) => name).sort(), ["Active Members", first, third].sort());
  assert.deepEqual(complaints, []);
});
