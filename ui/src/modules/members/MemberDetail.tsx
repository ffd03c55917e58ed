import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { databaseKey, memberQuery, statusesQuery } from "../../api/queries";
import type { Member } from "../../api/types";
import { useDatabase, useMay } from "../../app/session";
import { Tabs } from "../../parts/Tabs";
import { FieldGrid } from "../FieldGrid";
import { RecordFrame } from "../RecordFrame";
import { RepsOf } from "../RepsOf";
import { useRecord } from "../useRecord";
import { memberContact, memberGeneral, memberLabels } from "./fields";

export function MemberDetail({ id, tab, onTab }: { id: string; tab: string; onTab: (tab: string) => void }) {
  const database = useDatabase();
  const mayEdit = useMay("edit");
  const statuses = useQuery(statusesQuery(database.id));
  const form = useRecord<Member>({
    query: memberQuery(database.id, id),
    draftKey: `${database.id}/member/${id}`,
    title: `Member ${id}`,
    save: (version, fields) =>
      answer(
        api.PATCH("/databases/{database}/members/{member_id}", {
          params: { path: { database: database.id, member_id: id } },
          body: { version, fields },
        }),
      ),
    shownIn: ["members", "reps", "statuses"].map((what) => [...databaseKey(database.id), what]),
  });
  const { record } = form;
  const choices = (statuses.data ?? []).map(({ code, description }) => ({
    value: code,
    text: description ? `${description} (${code})` : code,
  }));
  return (
    <RecordFrame
      title={form.value("company") || id}
      notes={
        record && (
          <p className="record-notes">
            <span className={record.active ? "state good" : "state"}>{record.active ? "Active" : "Not active"}</span>
            <span className="muted">Member ID {id}</span>
          </p>
        )
      }
      form={form}
      labels={memberLabels}
    >
      <Tabs
        label="Pages of the Member"
        selected={tab}
        onSelect={onTab}
        pages={[
          {
            id: "general",
            title: "General",
            content: <FieldGrid form={form} fields={memberGeneral(choices)} disabled={!mayEdit} />,
          },
          {
            id: "contact",
            title: "Phone & Address",
            content: <FieldGrid form={form} fields={memberContact} disabled={!mayEdit} />,
          },
          {
            id: "reps",
            title: "Reps",
            note: String(record?.reps ?? 0),
            content: <RepsOf of={{ member: id }} nobody="Nobody represents this Member yet." />,
          },
        ]}
      />
    </RecordFrame>
  );
}
