import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync(new URL("../index.html", import.meta.url), "utf8");

test("the page has no inline script and no inline style, which the content security policy would refuse", () => {
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
  expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
});

test("the page keeps React Aria from adding its style element", () => {
  expect(page).toContain('id="react-aria-pressable-style"');
});
