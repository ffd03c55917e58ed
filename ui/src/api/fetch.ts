// The one door to the server: adds what every request needs, and deals with the two answers that concern no screen:
// "sign in" and "give your password once more".
import { Store } from "../base/store";
import { noAnswer } from "./problem";

/** True while the last request got no answer at all. */
export const unreachable = new Store(false);

/** True once the server said that this session has ended. */
export const signedOut = new Store(false);

/** Whoever waits for the password to be given once more; resolves to false when the person declines. */
export const freshSignIn = new Store<((given: boolean) => void) | null>(null);

let asking: Promise<boolean> | null = null;

/** Asks once, however many requests need it. */
function askForPassword(): Promise<boolean> {
  asking ??= new Promise<boolean>((resolve) => freshSignIn.set(resolve)).finally(() => {
    freshSignIn.set(null);
    asking = null;
  });
  return asking;
}

/** The request by which the password is given once more: a wrong one is refused as what needs it is. */
const isAnswerToAsking = ({ url }: Request) => new URL(url).pathname.endsWith("/session/fresh");

async function problemKind(response: Response): Promise<string> {
  if (response.ok || !response.headers.get("content-type")?.includes("json")) return "";
  try {
    const body: unknown = await response.clone().json();
    return typeof body === "object" && body !== null && "type" in body ? String(body.type) : "";
  } catch {
    return "";
  }
}

async function send(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    unreachable.set(false);
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    unreachable.set(true);
    throw noAnswer();
  }
}

export async function guardedFetch(request: Request): Promise<Response> {
  if (request.method !== "GET") request.headers.set("X-Muster-Request", "1");
  const again = request.clone();
  const response = await send(request);
  const kind = await problemKind(response);
  if (kind === "/problems/sign-in") signedOut.set(true);
  const asks = kind === "/problems/fresh-sign-in" && !isAnswerToAsking(request);
  if (asks && (await askForPassword())) return send(again);
  return response;
}
