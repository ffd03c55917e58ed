import type { ReactNode } from "react";
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from "react-aria-components";

export interface TabPage {
  id: string;
  title: string;
  /** Said beside the title: a count. */
  note?: string;
  content: ReactNode;
}

interface Props {
  label: string;
  pages: readonly TabPage[];
  selected: string;
  onSelect: (id: string) => void;
}

/** Tabbed pages. Only the selected one is rendered. */
export function Tabs({ label, pages, selected, onSelect }: Props) {
  const known = pages.some((page) => page.id === selected) ? selected : (pages[0]?.id ?? "");
  return (
    <AriaTabs className="tabs" selectedKey={known} onSelectionChange={(key) => onSelect(String(key))}>
      <TabList aria-label={label} className="tab-list">
        {pages.map((page) => (
          <Tab key={page.id} id={page.id} className="tab">
            {page.title}
            {page.note !== undefined && <span className="tab-note">{page.note}</span>}
          </Tab>
        ))}
      </TabList>
      {pages.map((page) => (
        <TabPanel key={page.id} id={page.id} className="tab-panel">
          {page.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
