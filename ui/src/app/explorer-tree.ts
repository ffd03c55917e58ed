// What the Module Explorer shows. Labels are those of the original, to the letter.
import type { IconName } from "../parts/Icon";
import type { RouteName } from "../router/routes";

export interface Leaf {
  title: string;
  route: RouteName;
  icon: IconName;
}

export interface Folder {
  title: string;
  items: readonly (Leaf | Folder)[];
}

export const tree: readonly Folder[] = [
  {
    title: "Members",
    items: [
      { title: "Members", route: "members", icon: "building" },
      { title: "Value Tables", items: [{ title: "Member Statuses", route: "memberStatuses", icon: "table" }] },
    ],
  },
  {
    title: "Reps",
    items: [
      { title: "Reps", route: "reps", icon: "person" },
      { title: "Value Tables", items: [{ title: "Rep Attributes", route: "repAttributes", icon: "tag" }] },
    ],
  },
  { title: "Groups", items: [{ title: "Rep Groups", route: "repGroups", icon: "people" }] },
  {
    title: "Constant Contact",
    items: [
      { title: "Runs", route: "runs", icon: "clock" },
      { title: "People", route: "people", icon: "search" },
      { title: "Connection", route: "connection", icon: "plug" },
    ],
  },
];

/** The ids of all folders, which begin open: a folder's id is its path of titles. */
export function folderIds(folders: readonly (Leaf | Folder)[] = tree, above = ""): string[] {
  return folders.flatMap((item) =>
    "items" in item ? [`${above}/${item.title}`, ...folderIds(item.items, `${above}/${item.title}`)] : [],
  );
}
