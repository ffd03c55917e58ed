import { expect, it, vi } from "vitest";

it("takes a one-time link's token out of the address once, however often it is asked for", async () => {
  const listeners: Record<string, () => void> = {};
  const location = { hash: "#first%20token", pathname: "/welcome", search: "" };
  const replaceState = vi.fn(() => {
    location.hash = "";
  });
  vi.stubGlobal("location", location);
  vi.stubGlobal("history", { state: null, replaceState });
  vi.stubGlobal("window", { addEventListener: (name: string, act: () => void) => (listeners[name] = act) });
  const { linkToken } = await import("../src/screens/start/token");
  expect(replaceState).toHaveBeenCalledWith(null, "", "/welcome");
  expect([linkToken.get(), linkToken.get()]).toEqual(["first token", "first token"]);

  location.hash = "#%second";
  listeners.hashchange?.();
  expect(linkToken.get()).toBe("%second");
  expect(location.hash).toBe("");
  listeners.hashchange?.();
  expect(linkToken.get()).toBe("%second");
});
