// The login at Constant Contact: over its own page and back (R21), or by a code that is typed there.
import { answer, api } from "../../api/client";
import { keep, recall } from "../../base/keep";
import { currentAddress } from "../../router/history";

const returnKey = "muster.after-login";
const isAddress = (value: unknown): value is string => typeof value === "string" && value.startsWith("/");

/** Leaves for Constant Contact's page; LoginDone brings the person back to where they were. */
export async function leaveForLogin(database: number): Promise<void> {
  const { url } = await answer(api.POST("/databases/{database}/connection/login", { params: { path: { database } } }));
  keep("session", returnKey, currentAddress());
  location.assign(url);
}

/** Where the person was before the login, once. */
export function placeBeforeLogin(otherwise: string): string {
  const place = recall("session", returnKey, otherwise, isAddress);
  keep("session", returnKey, undefined);
  return place;
}

export async function beginDeviceLogin(database: number) {
  return answer(api.POST("/databases/{database}/connection/device", { params: { path: { database } } }));
}
