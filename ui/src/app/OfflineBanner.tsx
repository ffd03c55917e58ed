import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { unreachable } from "../api/fetch";
import { setupQuery } from "../api/queries";
import { useStore } from "../base/store";
import { Icon } from "../parts/Icon";

const lookEvery = 5_000; // ms

/** Says that the server does not answer, and looks for it until it does. */
export function OfflineBanner() {
  const lost = useStore(unreachable);
  const client = useQueryClient();
  useEffect(() => {
    // Where the browser itself knows, the page need not wait for a request that fails.
    const look = () => void client.fetchQuery({ ...setupQuery, staleTime: 0, retry: false }).catch(() => {});
    window.addEventListener("offline", look);
    return () => window.removeEventListener("offline", look);
  }, [client]);
  useEffect(() => {
    if (!lost) return;
    const look = () =>
      void client.fetchQuery({ ...setupQuery, staleTime: 0, retry: false }).then(
        () => client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "session" }),
        () => {},
      );
    const timer = setInterval(look, lookEvery);
    window.addEventListener("online", look);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", look);
    };
  }, [lost, client]);
  return (
    <div role="status" className="offline-place">
      {lost && (
        <p className="offline">
          <Icon name="plug" /> Muster does not answer. What you typed is kept; this page goes on by itself when the
          connection is back.
        </p>
      )}
    </div>
  );
}
