import { Fragment } from "react";
import { useDatabase } from "../app/session";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { Link } from "../parts/Link";
import { goBack, navigate, useCanGoBack } from "../router/history";
import { address } from "../router/routes";

export interface Crumb {
  title: string;
  to?: string;
}

/** Where one is, the way back, and the way out. The last crumb is the present place. */
export function NavigationBar({ crumbs }: { crumbs: readonly Crumb[] }) {
  const database = useDatabase();
  const home = address("database", { database: String(database.id) });
  const canGoBack = useCanGoBack();
  const above = [...crumbs].reverse().find((crumb) => crumb.to !== undefined)?.to ?? home;
  return (
    <div className="navigation-bar">
      <Button
        look="quiet"
        icon="back"
        aria-label="Back"
        onPress={() => goBack(above)}
        isDisabled={!canGoBack && above === home}
      />
      <nav aria-label="Breadcrumb">
        <ol>
          {crumbs.map((crumb, index) => (
            <Fragment key={crumb.to ?? "here"}>
              {index > 0 && <Icon name="chevron" />}
              <li>
                {crumb.to === undefined ? (
                  <h1 aria-current={index === crumbs.length - 1 ? "page" : undefined}>{crumb.title}</h1>
                ) : (
                  <Link to={crumb.to}>{crumb.title}</Link>
                )}
              </li>
            </Fragment>
          ))}
        </ol>
      </nav>
      <Button look="quiet" icon="close" onPress={() => navigate(home)} aria-label="Close module" />
    </div>
  );
}
