import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { Database } from "../api/types";
import { count } from "../base/format";
import { Icon } from "../parts/Icon";
import { navigate, useRoute } from "../router/history";
import { address } from "../router/routes";
import { useSession } from "./session";

/** The one control that switches databases; it always shows the name of the present one. */
export function DatabaseSwitch({ current }: { current: Database | undefined }) {
  const { databases } = useSession();
  const { name } = useRoute();
  const choose = (id: string) => {
    // The module stays; what was searched and selected belongs to the other database.
    const stays = name !== "unknown" && name !== "dashboard" && name !== "run";
    navigate(address(stays && current !== undefined && perDatabase(name) ? name : "database", { database: id }));
  };
  return (
    <MenuTrigger>
      <Button className="database-switch" aria-label={`Database: ${current?.name ?? "No database"}. Switch`}>
        <Icon name="database" />
        <span className="database-name">{current?.name ?? "No database"}</span>
        <Icon name="down" />
      </Button>
      <Popover className="popover menu-popover" placement="bottom start">
        <Menu
          className="menu"
          aria-label="Databases"
          selectionMode="single"
          selectedKeys={current ? [String(current.id)] : []}
          onAction={(key) => choose(String(key))}
          renderEmptyState={() => <p className="menu-empty">There is no database yet.</p>}
        >
          {databases.map((database) => (
            <MenuItem key={database.id} id={String(database.id)} className="menu-item" textValue={database.name}>
              <span className="entry-name">{database.name}</span>
              <span className="entry-note">
                {count(database.reps, "Rep")} · {database.connected ? database.account_name : "not connected"}
              </span>
              {database.id === current?.id && <Icon name="check" />}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function perDatabase(name: string): boolean {
  return !["schedule", "settings", "staff", "audit", "databases", "loginDone"].includes(name);
}
