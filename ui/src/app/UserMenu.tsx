import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, MenuTrigger, Popover } from "react-aria-components";
import { answer, api } from "../api/client";
import { sessionQuery } from "../api/queries";
import { forgetTab } from "../base/keep";
import { dropAllDrafts } from "../modules/drafts";
import { Icon } from "../parts/Icon";
import { MenuList } from "../parts/menu/MenuBar";
import { complain } from "../parts/messages";
import { navigate } from "../router/history";
import { PasswordDialog } from "./PasswordDialog";
import { SecondFactorDialog } from "./SecondFactorDialog";
import { useSession } from "./session";

const roles = { viewer: "Viewer", operator: "Operator", administrator: "Administrator" };

export function UserMenu() {
  const { user, role } = useSession();
  const client = useQueryClient();
  const [dialog, setDialog] = useState<"password" | "second-factor" | null>(null);
  const signOut = async () => {
    try {
      await answer(api.DELETE("/session"));
      navigate("/", { replace: true });
      dropAllDrafts();
      forgetTab();
      client.clear();
      client.setQueryData(sessionQuery.queryKey, null);
    } catch (error) {
      complain(error);
    }
  };
  return (
    <>
      <MenuTrigger>
        <Button className="user-button" aria-label={`${user}: password, second factor, sign out`}>
          <Icon name="person" />
          <span className="user-name">{user}</span>
        </Button>
        <Popover className="popover menu-popover" placement="bottom end">
          <MenuList
            title={`${user} · ${roles[role]}`}
            entries={[
              { id: "password", label: "Change Password…", action: () => setDialog("password") },
              { id: "second-factor", label: "Second Factor…", action: () => setDialog("second-factor") },
              { id: "sign-out", label: "Sign Out", action: () => void signOut(), apart: true },
            ]}
          />
        </Popover>
      </MenuTrigger>
      {dialog === "password" && <PasswordDialog onClose={() => setDialog(null)} />}
      {dialog === "second-factor" && <SecondFactorDialog onClose={() => setDialog(null)} />}
    </>
  );
}
