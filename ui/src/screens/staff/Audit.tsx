import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import type { AuditEntry } from "../../api/types";
import { useSession } from "../../app/session";
import { format } from "../../base/format";
import { SelectField } from "../../parts/form/Field";
import type { Column } from "../../parts/table/columns";
import { PlainTable } from "../../parts/table/PlainTable";
import { usePagedRows } from "../../parts/table/usePagedRows";
import { setQuery, useRoute } from "../../router/history";
import { InstallationPage } from "../installation/InstallationPage";
import { deedInWords } from "./audit-words";
import { usersQuery } from "./queries";

const columns: readonly Column<AuditEntry>[] = [
  { id: "at", title: "When", width: 220, narrow: true, cell: ({ at }) => format.time(at) },
  { id: "user", title: "Who", width: 140, narrow: true, cell: ({ user }) => user },
  { id: "action", title: "What", width: 200, narrow: true, cell: ({ action }) => deedInWords(action) },
  { id: "database", title: "Database", width: 180, cell: ({ database }) => database ?? "" },
  { id: "record", title: "Record", width: 200, cell: ({ record }) => record },
  { id: "details", title: "Details", width: 360, cell: ({ details }) => details },
  { id: "address", title: "From", width: 120, cell: ({ address }) => address },
];

const idOf = ({ at, user, action, record }: AuditEntry) => `${at} ${user} ${action} ${record}`;

/** Who did what, newest first. */
export default function Audit() {
  const { databases } = useSession();
  const { query } = useRoute();
  const database = databases.find(({ id }) => String(id) === query.of)?.id;
  const user = query.user ?? "";
  const users = useQuery(usersQuery);
  const source = usePagedRows({
    queryKey: ["audit", database ?? "", user],
    idOf,
    fetchPage: (offset, limit, signal) =>
      answer(
        api.GET("/audit", {
          params: { query: { offset, limit, ...(database ? { database } : {}), ...(user ? { user } : {}) } },
          ...(signal ? { signal } : {}),
        }),
      ),
  });
  return (
    <InstallationPage title="Audit Log">
      <PlainTable
        name="audit"
        label="Audit Log"
        columns={columns}
        source={source}
        idOf={idOf}
        tools={
          <>
            <SelectField
              label="Database"
              value={database ? String(database) : ""}
              onValue={(of) => setQuery({ of })}
              choices={[
                { value: "", text: "Everything" },
                ...databases.map(({ id, name }) => ({ value: String(id), text: name })),
              ]}
            />
            <SelectField
              label="Who"
              value={user}
              onValue={(who) => setQuery({ user: who })}
              choices={[
                { value: "", text: "Everybody" },
                ...(users.data ?? []).map(({ name }) => ({ value: name, text: name })),
              ]}
            />
          </>
        }
        empty={<p className="muted">{database || user ? "Nothing of that kind yet." : "Nothing yet."}</p>}
      />
    </InstallationPage>
  );
}
