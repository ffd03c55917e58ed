// `muster demo` on a terminal: it ends with the back office open on its chamber, and its link signs in once.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { after, before } from "node:test";
import { type Browser, chromium, type Page } from "playwright-core";
import { chromiumPath } from "./support/office.ts";
import { button, heading, listed, openModule } from "./support/pages.ts";
import { binary } from "./support/process.ts";
import { steps } from "./support/steps.ts";

let demo: ChildProcess;
let shown = "";
let browser: Browser;
let page: Page;
const complaints: string[] = [];
const test = steps(() => page);

/** Waits until the terminal shows it; each question is answered with Enter meanwhile. */
function untilShown(pattern: RegExp): Promise<RegExpMatchArray> {
  let answered = 0;
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = shown.match(pattern);
      if (found) return resolve(found);
      for (const asked = shown.split("Press Enter to go on.").length - 1; answered < asked; answered += 1) demo.stdin?.write("\n");
    };
    demo.stdout?.on("data", (piece) => {
      shown += piece;
      look();
    });
    demo.once("exit", () => reject(new Error(`the demo ended: ${shown.slice(-500)}`)));
  });
}

before(async () => {
  demo = spawn("script", ["-qfec", `${binary} demo --listen 127.0.0.1:0`, "/dev/null"], { stdio: ["pipe", "pipe", "inherit"] });
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => complaints.push(String(error)));
});
after(async () => {
  await browser.close();
  demo.stdin?.write("\x03");
  await new Promise((resolve) => (demo.exitCode === null ? demo.once("exit", resolve) : resolve(null)));
});

let link = "";

test("the link that it prints opens the back office, signed in", async () => {
  [link] = await untilShown(/http:\/\/127\.0\.0\.1:\d+\/welcome#[\w-]+/);
  await page.goto(link);
  await heading(page, "Dashboard");
  assert.equal(new URL(page.url()).hash, "");
  await page.getByText("Completed").first().waitFor();
});

test("the chamber and its runs are there", async () => {
  await openModule(page, "Reps");
  await listed(page, "Reps");
  await page.getByText(/^[\d,]+ Reps$/).waitFor();
  await openModule(page, "Runs");
  await listed(page, "Runs");
});

test("the link works once", async () => {
  const other = await browser.newPage();
  await other.goto(link);
  await heading(other, "This link does not sign you in");
  await other.getByRole("link", { name: "Sign in with name and password" }).click();
  await button(other, "Sign in").waitFor();
  assert.deepEqual(complaints, []);
});
