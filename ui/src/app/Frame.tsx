import { Suspense, useEffect, useRef, useState } from "react";
import { Dialog as AriaDialog, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "../parts/Button";
import { EmptyState } from "../parts/EmptyState";
import { Messages } from "../parts/Messages";
import { Progress } from "../parts/Progress";
import { navigate, useRoute } from "../router/history";
import { Dashboard } from "./Dashboard";
import { DatabaseSwitch } from "./DatabaseSwitch";
import { ErrorBoundary } from "./ErrorBoundary";
import { Explorer } from "./Explorer";
import { FreshSignIn } from "./FreshSignIn";
import { Mark } from "./Mark";
import { OfflineBanner } from "./OfflineBanner";
import { StatusLine } from "./StatusLine";
import { screens, titles } from "./screens";
import { databaseInHand, rememberDatabase, useSession } from "./session";
import { UserMenu } from "./UserMenu";
import { useNarrow } from "./useNarrow";

/** What is around every screen: the bar with database and user, the Module Explorer, the status line. */
export function Frame() {
  const session = useSession();
  const route = useRoute();
  const narrow = useNarrow();
  const [drawer, setDrawer] = useState(false);
  const database = databaseInHand(session, route.params);
  const title = route.name === "unknown" ? "Not found" : titles[route.name];

  useEffect(() => {
    if (database) rememberDatabase(database.id);
  }, [database]);
  useEffect(() => {
    document.title = [title, database?.name, "Muster"].filter(Boolean).join(" – ");
  }, [title, database?.name]);
  const main = useFocusOnArrival(`${route.name} ${database?.id}`);

  return (
    <div className="frame">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="top-bar">
        {narrow && <Button look="quiet" icon="menu" aria-label="Module Explorer" onPress={() => setDrawer(true)} />}
        <button
          type="button"
          className="home"
          onClick={() => navigate("/")}
          aria-label="Muster: close the module, show the Dashboard"
        >
          <Mark />
          <span className="product">Muster</span>
        </button>
        <DatabaseSwitch current={database} />
        <div className="spring" />
        <UserMenu />
      </header>
      <OfflineBanner />
      {narrow ? (
        <ModalOverlay className="overlay drawer-overlay" isOpen={drawer} onOpenChange={setDrawer} isDismissable>
          <Modal className="drawer">
            <AriaDialog aria-label="Module Explorer">
              <Explorer database={database?.id} onChoose={() => setDrawer(false)} />
            </AriaDialog>
          </Modal>
        </ModalOverlay>
      ) : (
        <nav className="side" aria-label="Modules">
          <Explorer database={database?.id} onChoose={() => {}} />
        </nav>
      )}
      <main id="main" ref={main} tabIndex={-1} aria-label={title}>
        <ErrorBoundary resetKey={location.pathname}>
          <Suspense fallback={<Progress label="Loading" />}>
            <Screen known={database !== undefined} />
          </Suspense>
        </ErrorBoundary>
      </main>
      <StatusLine />
      <Messages />
      <FreshSignIn />
    </div>
  );
}

function Screen({ known }: { known: boolean }) {
  const { name, params } = useRoute();
  if (params.database !== undefined && !known) {
    return (
      <EmptyState icon="database" title="There is no such database">
        <p>It was removed, or it is not one of yours.</p>
        <Button look="primary" onPress={() => navigate("/")}>
          To the Dashboard
        </Button>
      </EmptyState>
    );
  }
  if (name === "dashboard" || name === "database") return <Dashboard />;
  if (name === "unknown") {
    return (
      <EmptyState icon="search" title="There is no such page">
        <p>Its address is wrong, or it belongs to another version of Muster.</p>
        <Button look="primary" onPress={() => navigate("/")}>
          To the Dashboard
        </Button>
      </EmptyState>
    );
  }
  const Found = screens[name];
  return <Found key={`${name} ${params.database} ${params.run}`} />;
}

/** Moves the focus to the screen that was opened, so that keyboard and screen reader begin there. */
function useFocusOnArrival(place: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [place]);
  return main;
}
