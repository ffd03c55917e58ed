import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

/** What stands where there is nothing yet: it says what would be here and teaches the next step. */
export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="empty-state">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
