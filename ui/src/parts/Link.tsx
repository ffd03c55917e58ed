import type { ReactNode } from "react";
import { Link as AriaLink } from "react-aria-components";

/** A link to an address of ours; it opens without loading the page, and in a new tab where the person wants that. */
export function Link({ to, children, label }: { to: string; children: ReactNode; label?: string }) {
  return (
    <AriaLink href={to} className="link" {...(label === undefined ? {} : { "aria-label": label })}>
      {children}
    </AriaLink>
  );
}
