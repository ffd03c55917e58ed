import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { messageOf } from "../../api/problem";
import { setupQuery } from "../../api/queries";
import { useStore } from "../../base/store";
import { Button } from "../../parts/Button";
import { EmptyState } from "../../parts/EmptyState";
import { Progress } from "../../parts/Progress";
import { navigate } from "../../router/history";
import { FirstStart } from "./FirstStart";
import { LinkSignIn } from "./LinkSignIn";
import { linkToken } from "./token";

/** Where one-time links lead: the first one makes the administrator, later ones sign in. */
export default function Welcome() {
  const setup = useQuery(setupQuery);
  const token = useStore(linkToken);
  const [first, setFirst] = useState<boolean | null>(null); // as it was at the beginning
  const needed = setup.data?.needs_administrator;
  useEffect(() => {
    if (needed !== undefined && first === null) setFirst(needed);
    if (needed === false && first === null && token === "") navigate("/", { replace: true });
  }, [needed, first, token]);
  if (setup.error) {
    return (
      <EmptyState icon="plug" title="Muster does not answer">
        <p>{messageOf(setup.error)}</p>
        <Button look="primary" onPress={() => void setup.refetch()}>
          Try again
        </Button>
      </EmptyState>
    );
  }
  if (first === null) return <Progress label="Loading Muster" />;
  return first ? <FirstStart link={token} /> : <LinkSignIn key={token} token={token} />;
}
