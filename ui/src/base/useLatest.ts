import { useCallback, useLayoutEffect, useRef } from "react";

/** A function that stays the same, and always does what `action` of the last render does. */
export function useLatest<Arguments extends unknown[], Result>(action: (...given: Arguments) => Result) {
  const latest = useRef(action);
  useLayoutEffect(() => {
    latest.current = action;
  });
  return useCallback((...given: Arguments) => latest.current(...given), []);
}
