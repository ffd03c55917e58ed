import { type KeyboardEvent, useState } from "react";
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
  Separator,
  SubmenuTrigger,
  Toolbar,
} from "react-aria-components";
import { Icon } from "../Icon";

export interface MenuEntry {
  id: string;
  label: string;
  action?: () => void;
  /** An address of ours, instead of an action. */
  href?: string;
  /** Why it cannot be chosen now. */
  reason?: string | undefined;
  items?: readonly MenuEntry[];
  /** Draws a line above it. */
  apart?: boolean;
}

export interface MenuSpec {
  id: string;
  label: string;
  items: readonly MenuEntry[];
}

/** A bar of menus: Left and Right go from menu to menu, and once one is open the pointer opens the next. */
export function MenuBar({ label, menus }: { label: string; menus: readonly MenuSpec[] }) {
  const [open, setOpen] = useState<string | null>(null);
  const step = (by: number) => {
    const index = menus.findIndex((menu) => menu.id === open);
    setOpen(menus[(index + by + menus.length) % menus.length]?.id ?? null);
  };
  // Menus are drawn elsewhere in the page, but their keys come through here. Submenus keep Left and Right to themselves.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    const item = event.target as HTMLElement;
    if (open === null || !item.closest("[data-top-menu]")) return;
    const leaves = event.key === "ArrowLeft" || (event.key === "ArrowRight" && !item.hasAttribute("aria-haspopup"));
    if (!leaves || menus.length < 2) return;
    event.preventDefault();
    event.stopPropagation();
    step(event.key === "ArrowLeft" ? -1 : 1);
  };
  return (
    <div className="menu-bar" onKeyDownCapture={onKeyDownCapture}>
      <Toolbar aria-label={label}>
        {menus.map((menu) => (
          <MenuTrigger
            key={menu.id}
            isOpen={open === menu.id}
            onOpenChange={(isOpen) => setOpen(isOpen ? menu.id : null)}
          >
            <Button className="menu-button" onHoverStart={() => open !== null && setOpen(menu.id)}>
              {menu.label}
            </Button>
            <Popover className="popover menu-popover" placement="bottom start" offset={2} isNonModal>
              <MenuList entries={menu.items} top />
            </Popover>
          </MenuTrigger>
        ))}
      </Toolbar>
    </div>
  );
}

/** The entries of a menu; for menus outside of a bar, too. */
export function MenuList({
  entries,
  title,
  top = false,
}: {
  entries: readonly MenuEntry[];
  title?: string;
  top?: boolean;
}) {
  const act = (key: string | number) => entries.find((entry) => entry.id === key)?.action?.();
  const disabled = entries.filter((entry) => entry.reason !== undefined).map((entry) => entry.id);
  return (
    <div data-top-menu={top || undefined}>
      {title && <Header className="menu-title">{title}</Header>}
      <Menu className="menu" onAction={act} disabledKeys={disabled} {...(title ? { "aria-label": title } : {})}>
        {entries.flatMap((entry) => [
          ...(entry.apart ? [<Separator key={`${entry.id}-line`} className="menu-line" />] : []),
          entry.items ? <Submenu key={entry.id} entry={entry} /> : <Entry key={entry.id} entry={entry} />,
        ])}
      </Menu>
    </div>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  return (
    <MenuItem
      id={entry.id}
      className="menu-item"
      textValue={entry.label}
      {...(entry.href === undefined ? {} : { href: entry.href })}
    >
      <span className="entry-name">{entry.label}</span>
      {entry.reason && <span className="entry-note">{entry.reason}</span>}
    </MenuItem>
  );
}

function Submenu({ entry }: { entry: MenuEntry }) {
  return (
    <SubmenuTrigger>
      <MenuItem id={entry.id} className="menu-item" textValue={entry.label}>
        <span className="entry-name">{entry.label}</span>
        <Icon name="chevron" />
      </MenuItem>
      <Popover className="popover menu-popover" offset={-4}>
        <MenuList entries={entry.items ?? []} />
      </Popover>
    </SubmenuTrigger>
  );
}
