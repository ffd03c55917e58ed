// A person without a mouse: keys only, and never a key before what it is for has the focus.
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";

const mostStops = 80; // of the Tab key, once round a page

export const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement || element.contains(document.activeElement));

/** Presses a key until the element, or something in it, has the focus. */
async function pressTo(page: Page, key: string, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < mostStops; stop += 1) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${key} does not lead to ${target}`);
}

export const tabTo = (page: Page, target: Locator): Promise<void> => pressTo(page, "Tab", target);
export const arrowTo = (page: Page, key: "ArrowDown" | "ArrowUp" | "ArrowRight" | "ArrowLeft", target: Locator) =>
  pressTo(page, key, target);

/** Tab to it, then Enter. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}
