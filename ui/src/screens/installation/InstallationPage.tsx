import type { ReactNode } from "react";
import { Button } from "../../parts/Button";
import { Icon } from "../../parts/Icon";
import { Link } from "../../parts/Link";
import { navigate } from "../../router/history";

/** A screen that belongs to the installation and to no database. */
export function InstallationPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="page">
      <div className="navigation-bar">
        <nav aria-label="Breadcrumb">
          <ol>
            <li>
              <Link to="/">Dashboard</Link>
            </li>
            <Icon name="chevron" />
            <li>
              <h1 aria-current="page">{title}</h1>
            </li>
          </ol>
        </nav>
        <Button look="quiet" icon="close" aria-label="Close" onPress={() => navigate("/")} />
      </div>
      <div className="page-body">{children}</div>
    </div>
  );
}
