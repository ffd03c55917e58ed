import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The program's own server, or the stand-in of dev/, answers what the page asks for while `vite` serves the page.
const api = process.env.MUSTER_API ?? "http://127.0.0.1:8180";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, "../build/ui"),
    emptyOutDir: true,
    target: "es2023",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
    reportCompressedSize: false,
  },
  server: { port: 5180, proxy: { "/api": api } },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
