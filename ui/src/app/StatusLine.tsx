import { useStore } from "../base/store";
import { unsaved } from "../modules/drafts";
import { navigate } from "../router/history";
import { useSession } from "./session";
import { status } from "./status";

export function StatusLine() {
  const { version } = useSession();
  const text = useStore(status);
  const open = useStore(unsaved);
  return (
    <footer className="status-line">
      <p aria-live="polite">{text}</p>
      <div className="spring" />
      {open.map((draft) => (
        <button key={draft.address} type="button" className="unsaved" onClick={() => navigate(draft.address)}>
          Not saved yet: {draft.title}
        </button>
      ))}
      <p className="muted">Muster {version}</p>
    </footer>
  );
}
