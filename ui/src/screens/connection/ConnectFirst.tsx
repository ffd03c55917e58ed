import { useDatabase, useMay, useSession } from "../../app/session";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { Dialog } from "../../parts/Dialog";
import { useConnect } from "./useConnect";

/** The first run of a database asks for the Constant Contact login and permission (R21). */
export function ConnectFirst({ onClose }: { onClose: () => void }) {
  const database = useDatabase();
  const { can_connect } = useSession();
  const mayConnect = useMay("administer");
  const { connect, busy, problem, window } = useConnect(database.id);
  if (window) return window;
  const possible = can_connect && mayConnect;
  return (
    <Dialog
      title="Constant Contact login"
      size="small"
      onClose={onClose}
      buttons={
        <>
          <Button onPress={onClose}>Cancel</Button>
          {possible && (
            <Button look="primary" isPending={busy} onPress={() => void connect()}>
              Connect to Constant Contact
            </Button>
          )}
        </>
      }
    >
      <p>
        “{database.name}” is not connected to a Constant Contact account yet. Sign in at Constant Contact once and give
        Muster the permission to update your Contacts; you come back here, and your choices are kept.
      </p>
      {!can_connect && (
        <p>This installation has no Constant Contact API key. Whoever installed it has to set one (ctct_client_id).</p>
      )}
      {can_connect && !mayConnect && <p>Only an administrator may connect a database. Ask yours.</p>}
      <Complaint text={problem} />
    </Dialog>
  );
}
