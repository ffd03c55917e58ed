// A one-time link carries its token behind "#", which no server and no log ever sees.

/** The token of the address, taken out of it so that it stays in no history. */
export function takeToken(): string {
  const token = decodeURIComponent(location.hash.slice(1));
  if (token !== "") history.replaceState(history.state, "", location.pathname + location.search);
  return token;
}
