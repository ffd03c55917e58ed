import { useEffect } from "react";
import { Store } from "../base/store";

/** What the line at the foot of the window says about the screen: "1,950 Reps · 3 selected". */
export const status = new Store("");

/** Says it as long as the screen is there. */
export function useStatus(text: string): void {
  useEffect(() => {
    status.set(text);
    return () => status.set("");
  }, [text]);
}
