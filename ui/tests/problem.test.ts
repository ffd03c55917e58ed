import { expect, test } from "vitest";
import { isProblem, messageOf, noAnswer, problemOf } from "../src/api/problem";

test("a problem document becomes an error with its sentence and its fields", () => {
  const problem = problemOf(422, {
    type: "/problems/invalid",
    title: "Invalid",
    status: 422,
    detail: "The Rep was not saved.",
    errors: [{ pointer: "/fields/email", message: "This is no address." }],
  });
  expect(problem.message).toBe("The Rep was not saved.");
  expect(problem.kind).toBe("invalid");
  expect(problem.fieldMessages()).toEqual({ email: "This is no address." });
  expect(isProblem(problem, "conflict", "invalid")).toBe(true);
});

test("an answer without a problem document still says something", () => {
  expect(problemOf(401, null).kind).toBe("sign-in");
  expect(problemOf(413, "").kind).toBe("too-large");
  expect(messageOf(problemOf(502, "<html>"))).toContain("502");
  expect(isProblem(noAnswer(), "no-answer")).toBe(true);
  expect(isProblem(new Error("x"), "no-answer")).toBe(false);
});

test("pointers are unescaped", () => {
  const problem = problemOf(422, {
    type: "/problems/invalid",
    detail: "",
    errors: [{ pointer: "/a~1b~0c", message: "no" }],
  });
  expect(problem.fieldMessages()).toEqual({ "a/b~c": "no" });
});
