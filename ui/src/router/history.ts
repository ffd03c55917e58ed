// The browser's history as a store. The depth tells whether "back" stays inside the back office.
import { Store, useStore } from "../base/store";
import { address, type Params, parse, type Query, type Route, type RouteName } from "./routes";

interface Place {
  route: Route;
  depth: number;
}

const depthOf = (state: unknown): number =>
  typeof state === "object" && state !== null && "depth" in state ? Number(state.depth) : 0;

const here = (): Place => ({
  route: parse(location.pathname + location.search),
  depth: depthOf(history.state),
});

const place = new Store<Place>(here());
window.addEventListener("popstate", () => place.set(here()));

export function useRoute(): Route {
  return useStore(place).route;
}

export function useCanGoBack(): boolean {
  return useStore(place).depth > 0;
}

/** Goes to an address of ours. `replace` puts it in the place of the present one: for sorting, searching, selecting. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  if (to === location.pathname + location.search) return;
  const depth = place.get().depth;
  if (options.replace) history.replaceState({ depth }, "", to);
  else history.pushState({ depth: depth + 1 }, "", to);
  place.set(here());
}

export function go(name: RouteName, params: Params = {}, query: Query = {}): void {
  navigate(address(name, params, query));
}

/** Changes what stands behind "?" and keeps the rest; an empty value takes a key off. */
export function setQuery(change: Query): void {
  const { name, params, query } = place.get().route;
  if (name !== "unknown") navigate(address(name, params, { ...query, ...change }), { replace: true });
}

/** One step back inside the back office, else to `otherwise`. */
export function goBack(otherwise: string): void {
  if (place.get().depth > 0) history.back();
  else navigate(otherwise, { replace: true });
}

export function currentAddress(): string {
  return location.pathname + location.search;
}
