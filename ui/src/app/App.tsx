import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { RouterProvider } from "react-aria-components";
import { signedOut } from "../api/fetch";
import { messageOf } from "../api/problem";
import { makeQueryClient, sessionQuery, setupQuery } from "../api/queries";
import { useStore } from "../base/store";
import { Button } from "../parts/Button";
import { EmptyState } from "../parts/EmptyState";
import { Progress } from "../parts/Progress";
import { navigate, useRoute } from "../router/history";
import { Frame } from "./Frame";
import { SignIn } from "./SignIn";
import { screens } from "./screens";
import { SessionContext } from "./session";

export function App() {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <RouterProvider navigate={(to) => navigate(to)}>
        <Suspense fallback={<Progress label="Loading" />}>
          <Door />
        </Suspense>
      </RouterProvider>
    </QueryClientProvider>
  );
}

const tryAgainEvery = 5_000; // ms, while nobody says who is signed in

/** Who is let in: nobody without a session, except to the pages that make one. */
function Door() {
  const { name } = useRoute();
  const session = useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (state.status === "error" ? tryAgainEvery : false),
  });
  const ended = useStore(signedOut);
  if (name === "welcome") {
    const Welcome = screens.welcome;
    return <Welcome />;
  }
  if (session.error) {
    return (
      <EmptyState icon="plug" title="Muster does not answer">
        <p>{messageOf(session.error)}</p>
        <Button look="primary" onPress={() => void session.refetch()}>
          Try again
        </Button>
      </EmptyState>
    );
  }
  if (session.data === undefined) return <Progress label="Loading Muster" />;
  if (session.data === null) return <Outside />;
  return (
    <SessionContext.Provider value={session.data}>
      {ended && <SignIn again={session.data.user} />}
      {/* What was typed stays where it is until the person is back. */}
      <div className="inside" inert={ended} hidden={ended}>
        <Frame key={session.data.user} />
      </div>
    </SessionContext.Provider>
  );
}

function Outside() {
  const setup = useQuery(setupQuery);
  if (setup.data === undefined && setup.error === null) return <Progress label="Loading Muster" />;
  const Welcome = screens.welcome;
  return setup.data?.needs_administrator ? <Welcome /> : <SignIn />;
}
