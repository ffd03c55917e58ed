import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { answer, api } from "../../api/client";
import { isProblem, messageOf } from "../../api/problem";
import { databaseKey } from "../../api/queries";
import { useDatabase } from "../../app/session";
import { NavigationBar } from "../../modules/NavigationBar";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { EmptyState } from "../../parts/EmptyState";
import { TextField } from "../../parts/form/Field";
import { Progress } from "../../parts/Progress";
import { setQuery, useRoute } from "../../router/history";
import { Answer } from "./Answer";

/** Why is this person (not) on the list: one screen for one address. */
export default function People() {
  const database = useDatabase();
  const { query } = useRoute();
  const asked = query.address ?? "";
  const [typed, setTyped] = useState(asked);
  useEffect(() => setTyped(asked), [asked]);
  const { data, error, isFetching } = useQuery({
    queryKey: [...databaseKey(database.id), "person", asked],
    enabled: asked !== "",
    queryFn: ({ signal }) =>
      answer(
        api.GET("/databases/{database}/people", {
          params: { path: { database: database.id }, query: { address: asked } },
          signal,
        }),
      ),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setQuery({ address: typed.trim() });
  };
  return (
    <div className="page">
      <NavigationBar crumbs={[{ title: "People" }]} />
      <div className="page-body">
        <form className="side-by-side" onSubmit={submit}>
          <TextField
            label="E-mail address"
            type="search"
            value={typed}
            onValue={setTyped}
            autoComplete="off"
            spellCheck={false}
            required
          />
          <Button look="primary" type="submit">
            Explain
          </Button>
        </form>
        {asked === "" && (
          <EmptyState icon="search" title="Why is this person (not) on the list?">
            <p>
              Type an address. You see every Rep with it, which of them counts and why, on which lists the Contact is,
              and what became of it last.
            </p>
          </EmptyState>
        )}
        {isFetching && !data && <Progress label="Looking" />}
        {error && !isFetching && (
          <Complaint
            text={
              isProblem(error, "not-found")
                ? `Nobody with the address ${asked} is known: no Rep has it, and no reading of the account has shown it.`
                : messageOf(error)
            }
          />
        )}
        {data && asked !== "" && <Answer database={database.id} explanation={data} />}
      </div>
    </div>
  );
}
