import { type ReactNode, useCallback, useState } from "react";
import { messageOf } from "../../api/problem";
import { useSession } from "../../app/session";
import { DeviceLogin } from "./DeviceLogin";
import { beginDeviceLogin, leaveForLogin } from "./login";

/** Connecting a database: by the redirect where the login can come back here, else by code. */
export function useConnect(database: number): {
  connect: (by?: "code") => Promise<void>;
  busy: boolean;
  problem: string;
  /** To be rendered: the window with the code, while there is one. */
  window: ReactNode;
} {
  const { redirect_login } = useSession();
  const [state, setState] = useState({ busy: false, problem: "", attempt: "" });
  const connect = async (by?: "code") => {
    setState({ busy: true, problem: "", attempt: "" });
    try {
      if (redirect_login && by !== "code") {
        await leaveForLogin(database);
        return; // the page goes
      }
      const { attempt } = await beginDeviceLogin(database);
      setState({ busy: false, problem: "", attempt });
    } catch (error) {
      setState({ busy: false, problem: messageOf(error), attempt: "" });
    }
  };
  const close = useCallback(() => setState({ busy: false, problem: "", attempt: "" }), []);
  const window =
    state.attempt === "" ? null : <DeviceLogin database={database} attempt={state.attempt} onClose={close} />;
  return { connect, busy: state.busy, problem: state.problem, window };
}
