import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { messageOf } from "../../api/problem";
import { dashboardQuery, databaseKey, sessionQuery } from "../../api/queries";
import { starterInWords } from "../../app/run-words";
import { useDatabase, useMay, useSession } from "../../app/session";
import { format } from "../../base/format";
import { NavigationBar } from "../../modules/NavigationBar";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { Confirm } from "../../parts/Confirm";
import { EmptyState } from "../../parts/EmptyState";
import { complain, say } from "../../parts/messages";
import { Progress } from "../../parts/Progress";
import { connectionQuery } from "./queries";
import { useConnect } from "./useConnect";

/** The Constant Contact account of a database: which, by whom, until when, and what it has cost today. */
export default function Connection() {
  const database = useDatabase();
  const client = useQueryClient();
  const administers = useMay("administer");
  const { can_connect, redirect_login } = useSession();
  const { data, error } = useQuery(connectionQuery(database.id));
  const { connect, busy, problem, window } = useConnect(database.id);
  const [testing, setTesting] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const params = { path: { database: database.id } };

  const refresh = () => {
    void client.invalidateQueries({ queryKey: databaseKey(database.id) });
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    void client.invalidateQueries({ queryKey: dashboardQuery.queryKey });
  };
  const test = async () => {
    setTesting(true);
    try {
      const { account_name, account_id } = await answer(api.POST("/databases/{database}/connection/test", { params }));
      say(`Constant Contact answers for the account “${account_name || account_id}”.`);
    } catch (reason) {
      complain(reason);
    }
    setTesting(false);
    refresh();
  };
  const disconnect = async () => {
    await answer(api.DELETE("/databases/{database}/connection", { params }));
    say("Disconnected. The account is free for another database; nothing changed in Constant Contact.");
    refresh();
  };

  const connectButtons = administers && can_connect && (
    <>
      <Button look={data?.connected ? "plain" : "primary"} isPending={busy} onPress={() => void connect()}>
        {data?.connected ? "Reconnect" : "Connect to Constant Contact"}
      </Button>
      {redirect_login && (
        <Button look="quiet" onPress={() => void connect("code")}>
          Connect by code instead
        </Button>
      )}
    </>
  );
  return (
    <div className="page">
      <NavigationBar crumbs={[{ title: "Connection" }]} />
      <div className="page-body">
        {!data && !error && <Progress label="Loading the connection" />}
        {error && <Complaint text={messageOf(error)} />}
        {data?.lost && (
          <div className="notice">
            <div>
              <p>
                The permission was lost {format.time(data.lost.at)}: {data.lost.reason}
              </p>
              <p>Connect again. Until then no update runs; everything that was done stays.</p>
            </div>
          </div>
        )}
        {data && !data.connected && data.account_id === "" && (
          <EmptyState icon="plug" title="Not connected">
            <p>
              “{database.name}” is not connected to a Constant Contact account. You sign in at Constant Contact’s own
              page and give Muster the permission to update your Contacts. One account belongs to one database.
            </p>
            {!can_connect && (
              <p>This installation has no Constant Contact API key. Whoever installed it has to set one.</p>
            )}
            {!administers && <p>Only an administrator may connect a database.</p>}
            {connectButtons}
          </EmptyState>
        )}
        {data && data.account_id !== "" && (
          <>
            <dl className="facts">
              <dt>Account</dt>
              <dd>{data.account_name || "without a name"}</dd>
              <dt>Account id</dt>
              <dd>
                <code>{data.account_id}</code>
              </dd>
              <dt>Connected</dt>
              <dd>
                {data.connected
                  ? `by ${starterInWords(data.connected_by) || "somebody"}, ${format.time(data.connected_at)}`
                  : "Not at present"}
              </dd>
              <dt>Good until</dt>
              <dd>
                {data.renew_by
                  ? `${format.time(data.renew_by)}, and longer with each update before that`
                  : "The permission cannot be renewed by itself"}
              </dd>
              <dt>API calls today</dt>
              <dd>
                {data.quota
                  ? `${format.number(data.quota.used_today)} of ${format.number(data.quota.limit)}; they begin anew ${format.time(data.quota.resets_at)}`
                  : "Unknown"}
              </dd>
            </dl>
            <div className="buttons">
              {administers && data.connected && (
                <Button isPending={testing} onPress={() => void test()}>
                  Test connection
                </Button>
              )}
              {connectButtons}
              {administers && (
                <Button look="danger" onPress={() => setLeaving(true)}>
                  Disconnect
                </Button>
              )}
            </div>
          </>
        )}
        <Complaint text={problem} />
      </div>
      {window}
      {leaving && (
        <Confirm
          title="Disconnect from Constant Contact?"
          action={`Disconnect “${data?.account_name || data?.account_id}”`}
          danger
          onConfirm={disconnect}
          onClose={() => setLeaving(false)}
        >
          <p>
            Muster forgets the permission and stops updating this account. Contacts and lists there stay as they are;
            the records here, too.
          </p>
        </Confirm>
      )}
    </div>
  );
}
