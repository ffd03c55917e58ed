// The finer points of the four pages: the Mover by letters, searches and reasons, counts while one types, what a reload keeps, and that the
// daily update's choices are its own.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import type { Locator, Page } from "playwright-core";
import { hasFocus } from "./support/keyboard.ts";
import { chamber, expectAccessible, furnish, muster, type Office, openOffice, openWindow, signIn } from "./support/office.ts";
import { button, choose, heading, listed, openModule } from "./support/pages.ts";
import { picture, steps } from "./support/steps.ts";

let office: Office;
let page: Page;
let complaints: string[];
const test = steps(() => page);

before(async () => {
  office = await openOffice();
  furnish(office);
  for (const name of ["Active Members", "Muster holding list"]) muster(office.environment, ["group", "add", name, "--database", chamber]);
  muster(office.environment, ["sync", "--database", chamber, "--yes"]);
  ({ page, complaints } = await openWindow(office));
  await signIn(office, page, "Ana");
});
after(() => office.close());

const list = (side: "Available" | "Included"): Locator => page.getByRole("listbox", { name: new RegExp(`^${side}`) });
const option = (side: "Available" | "Included", name: string): Locator =>
  list(side).getByRole("option").filter({ has: page.getByText(name, { exact: true }) });
const names = (side: "Available" | "Included") => list(side).locator("[role=option] .entry-name").allInnerTexts();
const saved = () => JSON.parse(muster(office.environment, ["auto-update", "show", "--database", chamber, "--json"]));
const open = async () => {
  await openModule(page, "Reps");
  await listed(page, "Reps");
  await choose(page, "Output", "Automation", "Constant Contact: Update Contacts");
  await heading(page, "Include in Lists");
};

test("the Mover finds an entry by its first letters and by its search box, and says how many there are", async () => {
  await open();
  await heading(page, "Available (27)");
  await heading(page, "Included (0)");
  await option("Available", "Agriculture Board").click();
  await page.keyboard.type("gol");
  assert.ok(await hasFocus(option("Available", "Golf Outing")));
  await page.getByLabel("Search Available").fill("leads");
  assert.deepEqual(await names("Available"), ["Leads Group A", "Leads Group B"]);
  await button(page, "Include all Rep Groups shown").click();
  assert.deepEqual(await names("Included"), ["Leads Group A", "Leads Group B"]);
  await heading(page, "Included (2)");
  await page.getByText("2 entries moved to Included").waitFor({ state: "attached" });
  await page.getByLabel("Search Available").fill("");
  assert.equal((await names("Available")).filter((name) => (name ?? "").startsWith("Leads")).length, 0);
});

test("a name that cannot be a list stands there with its reason and cannot be moved", async () => {
  for (const name of ["Active Members", "Muster holding list"]) {
    const entry = option("Available", name);
    assert.equal(await entry.getAttribute("aria-disabled"), "true");
    assert.match(await entry.locator(".list-reason").innerText(), /\w+ \w+/);
  }
  await expectAccessible(page, "the Mover with reasons");
  await button(page, "Include all Rep Groups shown").click();
  assert.deepEqual((await names("Available")).sort(), ["Active Members", "Muster holding list"]);
  await button(page, "Take all Rep Groups shown off").click();
  await heading(page, "Included (0)");
});

test("beside a group stands how many of its Reps have a usable address", async () => {
  const groups: { name: string; reps: number }[] = JSON.parse(muster(office.environment, ["group", "list", "--database", chamber, "--json"]));
  const board = groups.find(({ name }) => name === "Downtown Merchants");
  const note = await option("Available", "Downtown Merchants").locator(".list-note").innerText();
  assert.equal(note, `1 of ${board?.reps}`);
});

test("criteria are counted as they are set, and a reload keeps page and choices", async () => {
  await option("Available", "Golf Outing").dblclick();
  await button(page, /Rep Filters$/).click();
  await heading(page, "Rep Filters");
  const count = page.getByTestId("selection-count");
  await count.getByText("40 Members and 88 Reps are selected").waitFor();
  await button(page, "Add a criterion").click();
  await page.getByLabel("Field", { exact: true }).selectOption("last_name");
  await page.getByLabel("Comparison", { exact: true }).selectOption({ index: 0 });
  await page.getByLabel("Value", { exact: true }).or(page.getByLabel("Another value")).first().fill("Robinson");
  await page.keyboard.press("Enter");
  await count.getByText(/ [1-9] Reps? (are|is) selected/).waitFor();
  const selected = await count.innerText();
  await expectAccessible(page, "a filter");
  await picture(page, "filters");
  await page.reload();
  await heading(page, "Rep Filters");
  await count.getByText(selected).waitFor();
  await button(page, /Include in Lists$/).click();
  await heading(page, "Included (1)");
  assert.deepEqual(await names("Included"), ["Golf Outing"]);
});

test("the daily update has choices of its own: Save only saves, OK saves and starts the update", async () => {
  await button(page, "Close module").click();
  await choose(page, "Database", "Setup Constant Contact Auto Update…");
  await heading(page, "Included (0)");
  assert.deepEqual((await page.getByLabel("Breadcrumb").getByRole("listitem").allInnerTexts()).map((text) => text.trim()), [
    ...["Dashboard", "Setup Constant Contact Auto Update"],
  ]);
  assert.deepEqual(
    (await page.getByLabel("Pages", { exact: true }).getByRole("listitem").allInnerTexts()).map((text) => text.replace(/^\d\s*/, "")),
    ["Include in Lists", "Custom Fields", "Member Filters", "Rep Filters"],
  );
  await option("Available", "Ambassadors").dblclick();
  await button(page, "Save only").click();
  await page.getByText("Saved. The daily update will use these selections.").waitFor();
  assert.deepEqual(saved().selections.list_groups, ["Ambassadors"]);
  await option("Available", "Board of Directors").dblclick();
  await button(page, "OK").click();
  await page.getByText("Completed", { exact: true }).waitFor({ timeout: 60_000 });
  assert.deepEqual(saved().selections.list_groups.toSorted(), ["Ambassadors", "Board of Directors"]);
  await open();
  assert.deepEqual(await names("Included"), ["Golf Outing"]);
  assert.deepEqual(complaints, []);
});
