// What a person does on a page, by the words that stand there.
import type { Locator, Page } from "playwright-core";

export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("button", { name, exact: typeof name === "string" });

export const heading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole("heading", { name, exact: typeof name === "string" }).first().waitFor();

export const grid = (page: Page, name: string): Locator => page.getByRole("grid", { name, exact: true });

/** The List View with its first rows: a row that is still on its way has no text. */
export const listed = (page: Page, name: string): Promise<void> =>
  grid(page, name).locator("[data-index]").first().getByText(/./).first().waitFor();

/** Members and Reps are a folder and a module of the same name: the module is the last of them. */
export const openModule = (page: Page, name: string): Promise<void> =>
  page.getByLabel("Module Explorer").getByText(name, { exact: true }).last().click();

/** An entry of a menu, by mouse; more than two names lead through submenus. */
export async function choose(page: Page, menu: string, ...entries: string[]): Promise<void> {
  await button(page, menu).click();
  for (const [index, entry] of entries.entries()) {
    const item = page.getByRole("menuitem", { name: entry, exact: true });
    if (index < entries.length - 1) await item.hover();
    else await item.click();
  }
}
