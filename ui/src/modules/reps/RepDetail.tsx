import { lazy, Suspense } from "react";
import { answer, api } from "../../api/client";
import { databaseKey, repQuery } from "../../api/queries";
import type { Rep } from "../../api/types";
import { useDatabase, useMay } from "../../app/session";
import { format } from "../../base/format";
import { Link } from "../../parts/Link";
import { Progress } from "../../parts/Progress";
import { Tabs } from "../../parts/Tabs";
import { address } from "../../router/routes";
import { FieldGrid } from "../FieldGrid";
import { RecordFrame } from "../RecordFrame";
import { useRecord } from "../useRecord";
import { repContact, repGeneral, repLabels, repLogin } from "./fields";
import { namesIn } from "./names";

const NamesMover = lazy(() => import("./NamesMover"));

export function RepDetail({ id, tab, onTab }: { id: string; tab: string; onTab: (tab: string) => void }) {
  const database = useDatabase();
  const mayEdit = useMay("edit");
  const form = useRecord<Rep>({
    query: repQuery(database.id, id),
    draftKey: `${database.id}/rep/${id}`,
    title: `Rep ${id}`,
    save: (version, fields) =>
      answer(
        api.PATCH("/databases/{database}/reps/{rep_id}", {
          params: { path: { database: database.id, rep_id: id } },
          body: { version, fields },
        }),
      ),
    shownIn: ["reps", "groups", "attributes"].map((what) => [...databaseKey(database.id), what]),
  });
  const { record } = form;
  const params = { database: String(database.id) };
  const chosen = (column: "groups" | "attributes") => namesIn(form.value(column));
  const mover = (column: "groups" | "attributes") => (
    <Suspense fallback={<Progress label="Loading" />}>
      <NamesMover
        of={column}
        included={chosen(column)}
        onChange={(names) => form.set(column, names.join(";"))}
        disabled={!mayEdit}
      />
    </Suspense>
  );
  return (
    <RecordFrame
      title={`${form.value("first_name")} ${form.value("last_name")}`.trim() || id}
      notes={
        record && (
          <p className="record-notes">
            <Link to={address("members", params, { selected: record.fields.member_id ?? "" })}>{record.company}</Link>
            <span className={record.active ? "state good" : "state"}>
              {record.status}, {record.active ? "active" : "not active"}
            </span>
            <span className="muted">Rep ID {id}</span>
            {record.fields.email && (
              <Link to={address("people", params, { address: record.fields.email })}>
                Why is this person (not) on the list?
              </Link>
            )}
          </p>
        )
      }
      form={form}
      labels={repLabels}
    >
      <Tabs
        label="Pages of the Rep"
        selected={tab}
        onSelect={onTab}
        pages={[
          {
            id: "general",
            title: "General",
            content: <FieldGrid form={form} fields={repGeneral} disabled={!mayEdit} />,
          },
          {
            id: "contact",
            title: "Phone & Address",
            content: <FieldGrid form={form} fields={repContact} disabled={!mayEdit} />,
          },
          { id: "groups", title: "Rep Groups", note: String(chosen("groups").length), content: mover("groups") },
          {
            id: "attributes",
            title: "Rep Attributes",
            note: String(chosen("attributes").length),
            content: mover("attributes"),
          },
          {
            id: "login",
            title: "Login",
            content: (
              <>
                <FieldGrid form={form} fields={repLogin} disabled={!mayEdit} />
                <p className="muted">
                  {record?.has_password
                    ? "A password is kept; it is never shown. A new one replaces it."
                    : "No password is kept."}
                </p>
                {record && (
                  <p className="muted">
                    Entered {format.time(record.created)}, changed {format.time(record.updated)}
                  </p>
                )}
              </>
            ),
          },
        ]}
      />
    </RecordFrame>
  );
}
