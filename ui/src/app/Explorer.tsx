import { useState } from "react";
import { Button, type Key, Tree, TreeItem, TreeItemContent } from "react-aria-components";
import { keep, recall } from "../base/keep";
import { Icon } from "../parts/Icon";
import { navigate, useRoute } from "../router/history";
import { address } from "../router/routes";
import { type Folder, folderIds, type Leaf, tree } from "./explorer-tree";

const key = "muster.explorer";
const isIds = (value: unknown): value is string[] => Array.isArray(value);

/** The tree of modules at the left. `onChoose` closes the drawer that it is in on a phone. */
export function Explorer({ database, onChoose }: { database: number | undefined; onChoose: () => void }) {
  const { name } = useRoute();
  const [open, setOpen] = useState<Iterable<Key>>(() => recall("local", key, folderIds(), isIds));
  const current = name === "run" ? "runs" : name;
  const choose = (route: Key) => {
    if (database === undefined || !allRoutes.includes(String(route))) return;
    navigate(address(route as Leaf["route"], { database: String(database) }));
    onChoose();
  };
  const expand = (keys: Set<Key>) => {
    setOpen(keys);
    keep("local", key, [...keys]);
  };
  return (
    <Tree
      aria-label="Module Explorer"
      className="explorer"
      selectionMode="single"
      selectedKeys={[current]}
      // Choosing the module that is open already takes it out of the selection: it is opened anew.
      onSelectionChange={(keys) => choose([...(keys as Set<Key>)][0] ?? current)}
      expandedKeys={open}
      onExpandedChange={expand}
      disabledKeys={database === undefined ? allRoutes : []}
    >
      {tree.map((folder) => branch(folder, ""))}
    </Tree>
  );
}

const allRoutes = ["members", "memberStatuses", "reps", "repAttributes", "repGroups", "runs", "people", "connection"];

function branch(item: Folder | Leaf, above: string) {
  const id = "items" in item ? `${above}/${item.title}` : item.route;
  const icon = "items" in item ? "folder" : item.icon;
  return (
    <TreeItem key={id} id={id} textValue={item.title} className="explorer-item">
      <TreeItemContent>
        {({ hasChildItems }) => (
          <span className="explorer-line">
            {hasChildItems ? (
              <Button slot="chevron" className="chevron">
                <Icon name="chevron" />
              </Button>
            ) : (
              <span className="chevron" />
            )}
            <Icon name={icon} />
            <span>{item.title}</span>
          </span>
        )}
      </TreeItemContent>
      {"items" in item && item.items.map((child) => branch(child, id))}
    </TreeItem>
  );
}
