import { useState } from "react";
import { messageOf, Problem } from "../../api/problem";

export interface FormState {
  busy: boolean;
  /** What is wrong with the whole of it. */
  problem: string;
  /** What is wrong with each field, by name. */
  fields: Record<string, string>;
}

const fine: FormState = { busy: false, problem: "", fields: {} };

/** Sends a form and keeps what the server said of it, field by field. */
export function useForm() {
  const [state, setState] = useState<FormState>(fine);
  /** True if it went well. */
  const send = async (action: () => Promise<unknown>): Promise<boolean> => {
    setState({ ...fine, busy: true });
    try {
      await action();
      setState(fine);
      return true;
    } catch (error) {
      const fields = error instanceof Problem ? error.fieldMessages() : {};
      setState({ busy: false, problem: messageOf(error), fields });
      return false;
    }
  };
  return { ...state, send, forget: () => setState(fine) };
}
