// The real binary as a child process.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";

export const binary = process.env.MUSTER_BINARY ?? "";
if (binary === "") throw new Error("MUSTER_BINARY names no program; run these tests with ./run test.");

const mostQuoted = 2_000; // letters of what a command said before it failed

export type Environment = Record<string, string>;

/** One command to its end; fails the test where the exit code is another. `input` is what it reads. */
export function muster(environment: Environment, args: readonly string[], exit = 0, input = ""): string {
  const done = spawnSync(binary, args, { env: { ...process.env, ...environment }, encoding: "utf8", input, timeout: 120_000 });
  if (done.status !== exit) throw new Error(`muster ${args.join(" ")}: exit ${done.status}\n${(done.stdout + done.stderr).slice(0, mostQuoted)}`);
  return done.stdout;
}

export interface Server {
  /** The document that it printed first. */
  said: Record<string, unknown>;
  stop: (signal?: NodeJS.Signals) => Promise<void>;
}

/** Starts a server and waits for the JSON document that it prints with --json. */
export function serve(environment: Environment, args: readonly string[]): Promise<Server> {
  const child: ChildProcess = spawn(binary, [...args, "--json"], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return new Promise((resolve, reject) => {
    let out = "";
    let complaints = "";
    child.stderr?.on("data", (piece) => {
      complaints += piece;
    });
    child.stdout?.on("data", (piece) => {
      out += piece;
      try {
        const said = JSON.parse(out) as Record<string, unknown>;
        resolve({
          said,
          stop: async (signal = "SIGTERM") => {
            child.kill(signal);
            await ended;
          },
        });
      } catch {
        // not whole yet
      }
    });
    child.once("exit", (code) => reject(new Error(`muster ${args[0]} ended with ${code}: ${out}${complaints}`)));
  });
}
