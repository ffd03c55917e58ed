// Tests of which each goes on where the one before has ended.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";

const pictures = process.env.MUSTER_PICTURES; // a folder to draw pictures into, those of the documents as well

export async function picture(page: Page, name: string): Promise<void> {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
}

/** Declares tests like node:test; after one that failed, those that follow say so at once. `page` for what the failed one saw. */
export function steps(page: () => Page): (name: string, body: () => Promise<void> | void) => void {
  let stopped = false;
  return (name, body) => {
    void test(name, async () => {
      assert.ok(!stopped, "an earlier step failed");
      stopped = true;
      try {
        await body();
      } catch (error) {
        await picture(page(), "failed");
        throw new Error(`${String(error)}\nThe page said: ${await page().locator("body").innerText()}`);
      }
      stopped = false;
    });
  };
}
