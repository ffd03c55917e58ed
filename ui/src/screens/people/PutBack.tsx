import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { databaseKey } from "../../api/queries";
import { useMay } from "../../app/session";
import { count } from "../../base/format";
import { Button } from "../../parts/Button";
import { Confirm } from "../../parts/Confirm";
import { say } from "../../parts/messages";

interface Props {
  database: number;
  address: string;
  /** Those that the person has left. */
  lists: readonly string[];
}

/** The lists that a person has left, and the way to let a run put the person on them again (R14). */
export function PutBack({ database, address, lists }: Props) {
  const mayRun = useMay("run");
  const [asked, setAsked] = useState<readonly string[] | null>(null);
  return (
    <>
      <p>Nobody is put back on a list they left, unless a person says so.</p>
      <ul>
        {lists.map((list) => (
          <li key={list}>
            {list}{" "}
            {mayRun && (
              <Button look="quiet" onPress={() => setAsked([list])}>
                Put back on “{list}”…
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayRun && lists.length > 1 && (
        <Button onPress={() => setAsked(lists)}>Put back on all {count(lists.length, "list")}…</Button>
      )}
      {asked && (
        <Ask database={database} address={address} lists={asked} all={asked === lists} onClose={() => setAsked(null)} />
      )}
    </>
  );
}

function Ask({ database, address, lists, all, onClose }: Props & { all: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const named = lists.map((list) => `“${list}”`).join(", ");
  const putBack = async () => {
    await answer(
      api.POST("/databases/{database}/people/put-back", {
        params: { path: { database } },
        body: { address, ...(all || lists[0] === undefined ? {} : { list: lists[0] }) },
      }),
    );
    say(`The next run may put ${address} back on ${named}.`);
    await client.invalidateQueries({ queryKey: [...databaseKey(database), "person"] });
  };
  return (
    <Confirm title="Put back" action={`Put ${address} back on ${named}`} onConfirm={putBack} onClose={onClose}>
      <p>
        {address} left {named}, or was taken off there by a person. The next run that has reason to adds the Contact
        again, and mail to {lists.length === 1 ? "that list" : "these lists"} reaches this person again.
      </p>
      <p>Nothing is sent now. Do this only if the person wants it.</p>
    </Confirm>
  );
}
