// A back office for one test file: sandbox, store in a folder of its own, server, and a browser to look at it.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import assert from "node:assert/strict";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { type Gate, openGate } from "./gate.ts";
import { type Environment, muster, type Server, serve } from "./process.ts";

export const password = "correct horse battery";
export const chromiumPath = process.env.MUSTER_CHROMIUM ?? "/usr/bin/chromium";

export interface Office {
  url: string;
  link: string;
  environment: Environment;
  browser: Browser;
  /** Between the server and the sandbox. */
  gate: Gate;
  /** One of the sandbox's own powers: `{ action: "opt_out", address: … }`. */
  control: (act: Record<string, unknown>) => Promise<void>;
  /** Ends the server; with SIGKILL as a crash does. */
  stopServer: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again at the same address. */
  startServer: () => Promise<void>;
  close: () => Promise<void>;
}

export async function openOffice(): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), "muster-browser-"));
  const sandbox = await serve({}, ["sandbox", "--listen", "127.0.0.1:0", "--auto-grant", "on", "--device-interval", "1"]);
  const gate = await openGate(String(sandbox.said.url));
  const environment: Environment = {
    MUSTER_STORE: `sqlite:${join(folder, "muster.db")}`,
    MUSTER_CTCT_API_URL: String(sandbox.said.api_url),
    MUSTER_CTCT_AUTH_URL: String(sandbox.said.auth_url),
    MUSTER_CTCT_CLIENT_ID: String(sandbox.said.client_id),
    HOME: folder,
  };
  // Commands go to the sandbox straight: while one runs, nothing else does in this process, the gate included.
  const serveAt = (address: string) =>
    serve({ ...environment, MUSTER_CTCT_API_URL: `${gate.url}/v3` }, ["serve", "--listen", address]);
  let server: Server = await serveAt("127.0.0.1:0");
  const url = String(server.said.url);
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  return {
    url,
    link: String(server.said.first_administrator ?? ""),
    environment,
    browser,
    gate,
    control: async (act) => {
      const answer = await fetch(`${sandbox.said.url}/sandbox/control`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(act),
      });
      assert.ok(answer.ok, await answer.text());
    },
    stopServer: (signal) => server.stop(signal),
    startServer: async () => {
      server = await serveAt(new URL(url).host);
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await gate.close();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const chamber = "Main Street Chamber";

/** A user made on the command line; an administrator of all databases unless said otherwise. */
export function addUser({ environment }: Office, name: string, role = "administrator"): void {
  muster(environment, ["user", "add", name, "--role", role], 0, `${password}\n`);
}

/** An administrator "Ana", and one database with an invented chamber, connected where that is wanted. */
export function furnish(office: Office, { members = 40, connected = true } = {}): void {
  const { environment } = office;
  addUser(office, "Ana");
  muster(environment, ["database", "add", chamber]);
  muster(environment, ["sample", "--database", chamber, "--members", String(members)]);
  if (connected) muster(environment, ["connect", "--database", chamber]);
}

type ContextOptions = NonNullable<Parameters<Browser["newContext"]>[0]>;
/** `losesServer`: requests without an answer are part of the test. */
type WindowOptions = ContextOptions & { losesServer?: boolean };

/** A window in which nothing may go wrong unseen: what the page logs as an error fails the test. */
export async function openWindow(office: Office, { losesServer = false, ...options }: WindowOptions = {}): Promise<{
  context: BrowserContext;
  page: Page;
  complaints: string[];
}> {
  const context = await office.browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: "en-US",
    timezoneId: "America/Chicago",
    reducedMotion: "reduce", // colours are measured at rest
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  const expected = losesServer ? /status of 4\d\d|net::ERR_/ : /status of 4\d\d/;
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !expected.test(message.text())) complaints.push(message.text());
  });
  return { context, page, complaints };
}

/** A user made on the command line, signed in by the form. */
export async function signIn(office: Office, page: Page, name: string): Promise<void> {
  await page.goto(office.url);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Module Explorer").first().waitFor(); // the tree, or on a phone its button
}

export { muster };

/** No violation of WCAG 2.2 A and AA, in both colour schemes; `within` where the rest was looked at before. */
export async function expectAccessible(page: Page, screen: string, within?: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const builder = new AxeBuilder({ page })
      // React Aria's announcer names, for some seconds, what has gone from the page already.
      .exclude("[data-live-announcer]");
    if (within !== undefined) builder.include(within);
    if (colorScheme === "light") builder.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
    else builder.withRules(["color-contrast", "link-in-text-block"]); // the rules that look at colours
    const { violations } = await builder.analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(", ")}`);
    assert.deepEqual(found, [], `${screen}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

const stale = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('UPDATE staff_sessions SET authenticated_at = 0'); db.commit()";

/** As if everybody who is signed in had given the password long ago. */
export function growStale({ environment }: Office): void {
  const done = spawnSync("python3", ["-c", stale, String(environment.MUSTER_STORE).replace("sqlite:", "")], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
}
