import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { messageOf } from "../../api/problem";
import { databaseKey, sessionQuery } from "../../api/queries";
import { format } from "../../base/format";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { Dialog } from "../../parts/Dialog";
import { say } from "../../parts/messages";
import { Progress } from "../../parts/Progress";
import { deviceLoginQuery } from "./queries";

interface Props {
  database: number;
  attempt: string;
  onClose: () => void;
}

/** Shows the code to type on Constant Contact's page, and waits until somebody has. */
export function DeviceLogin({ database, attempt, onClose }: Props) {
  const client = useQueryClient();
  const { data, error } = useQuery(deviceLoginQuery(database, attempt));
  const state = data?.state;
  const account = data?.account_name ?? "";
  useEffect(() => {
    if (state !== "connected") return;
    say(`Connected to the Constant Contact account “${account}”.`);
    void client.invalidateQueries({ queryKey: databaseKey(database) });
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    onClose();
  }, [state, account, client, database, onClose]);
  return (
    <Dialog title="Connect by code" size="small" onClose={onClose} buttons={<Button onPress={onClose}>Close</Button>}>
      {data?.state === "waiting" && (
        <>
          <p>Open this page, sign in at Constant Contact, type the code and allow it:</p>
          <p>
            <a href={data.verification_uri_complete || data.verification_uri} target="_blank" rel="noreferrer">
              {data.verification_uri}
            </a>
          </p>
          <p className="device-code">{data.user_code}</p>
          <p className="muted">The code is good until {format.time(data.expires_at)}. This window notices by itself.</p>
          <Progress label="Waiting for the permission" />
        </>
      )}
      {!data && !error && <Progress label="Asking for a code" />}
      <Complaint text={data?.state === "failed" ? data.message : error ? messageOf(error) : ""} />
    </Dialog>
  );
}
