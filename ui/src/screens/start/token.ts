// A one-time link carries its token behind "#", which no server and no log ever sees.
import { Store } from "../../base/store";

/** The token of the address, taken out of it so that it stays in no history. */
function take(): string {
  const written = location.hash.slice(1);
  if (written !== "") history.replaceState(history.state, "", location.pathname + location.search);
  try {
    return decodeURIComponent(written);
  } catch {
    return written; // no token of ours; the server says so
  }
}

/** Of the link that led here, "" for none. It is taken once, and not by a rendering: that may begin and be thrown away. */
export const linkToken = new Store(take());

// Another link in the same window changes nothing but what stands behind "#".
window.addEventListener("hashchange", () => {
  if (location.hash.length > 1) linkToken.set(take());
});
