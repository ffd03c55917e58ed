import { useSyncExternalStore } from "react";

const phone = window.matchMedia("(max-width: 760px)");

function watch(changed: () => void) {
  phone.addEventListener("change", changed);
  return () => phone.removeEventListener("change", changed);
}

/** True where the window is as narrow as a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(watch, () => phone.matches);
}
