// Last step of the build: lays a .br and a .gz beside each file of build/ui that gets smaller by them, and fails when
// what a first visit loads is over its limit.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = resolve(import.meta.dirname, "../../build/ui");
const compressible = [".css", ".html", ".js", ".json", ".svg", ".txt"];
const firstLoadLimit = 250_000; // bytes, compressed by brotli
const worthIt = 0.95;

/** Size of a file as a browser fetches it. */
function compress(path: string): number {
  const raw = readFileSync(path);
  if (!compressible.includes(extname(path))) return raw.length;
  const variants = {
    ".br": brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
    ".gz": gzipSync(raw, { level: constants.Z_BEST_COMPRESSION }),
  };
  for (const [ending, bytes] of Object.entries(variants)) {
    if (bytes.length < raw.length * worthIt) writeFileSync(path + ending, bytes);
  }
  return Math.min(raw.length, variants[".br"].length);
}

const sizes = new Map<string, number>();
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  sizes.set(path.slice(folder.length), compress(path));
}

const page = readFileSync(join(folder, "index.html"), "utf8");
const first = ["/index.html", ...[...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? "")];
const total = first.reduce((sum, path) => sum + (sizes.get(path) ?? 0), 0);
console.log(`First load: ${Math.round(total / 1000)} kB of at most ${firstLoadLimit / 1000} kB compressed.`);
if (total > firstLoadLimit) process.exit(1);
