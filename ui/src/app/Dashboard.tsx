import { useQuery } from "@tanstack/react-query";
import { messageOf } from "../api/problem";
import { dashboardQuery } from "../api/queries";
import type { Dashboard as Facts } from "../api/types";
import { format } from "../base/format";
import { Button } from "../parts/Button";
import { Complaint } from "../parts/Complaint";
import { EmptyState } from "../parts/EmptyState";
import { MenuBar, type MenuEntry } from "../parts/menu/MenuBar";
import { Progress } from "../parts/Progress";
import { go } from "../router/history";
import { address } from "../router/routes";
import { DatabaseCard } from "./DatabaseCard";
import { may, useDatabaseInHand, useSession } from "./session";
import { useStatus } from "./status";

const lookEvery = 15_000; // ms; runs go on meanwhile

/** Shown when no module is open, with the two menus that exist only here. */
export function Dashboard() {
  const { data, error, refetch } = useQuery({ ...dashboardQuery, refetchInterval: lookEvery });
  const current = useDatabaseInHand();
  useStatus(data ? scheduleInWords(data.schedule) : "");
  return (
    <div className="dashboard">
      <DashboardMenus />
      <div className="dashboard-body">
        <h1>Dashboard</h1>
        {error && !data && (
          <>
            <Complaint text={messageOf(error)} />
            <Button onPress={() => void refetch()}>Try again</Button>
          </>
        )}
        {!data && !error && <Progress label="Loading the Dashboard" />}
        {data?.databases.length === 0 && <NoDatabase />}
        {data && data.databases.length > 0 && (
          <ul className="cards">
            {data.databases.map((facts) => (
              <DatabaseCard key={facts.database.id} facts={facts} current={facts.database.id === current?.id} />
            ))}
          </ul>
        )}
        {data && data.recent_notices.length > 0 && <RecentNotices notices={data.recent_notices} />}
      </div>
    </div>
  );
}

export function scheduleInWords({ enabled, next }: Facts["schedule"]): string {
  if (!enabled) return "Scheduled contact updates are off.";
  return next ? `Next scheduled contact updates: ${format.timeIn(next.at, next.time_zone)}` : "";
}

function DashboardMenus() {
  const session = useSession();
  const database = useDatabaseInHand();
  const params = { database: String(database?.id ?? "") };
  const without = database === undefined ? "Add a database first." : undefined;
  const system: MenuEntry[] = [];
  if (may(session, "administer-installation")) {
    system.push(
      { id: "schedule", label: "Constant Contact Auto Update Schedule…", href: address("schedule") },
      { id: "databases", label: "Databases…", href: address("databases"), apart: true },
      { id: "staff", label: "Staff…", href: address("staff") },
      { id: "audit", label: "Audit Log…", href: address("audit") },
      { id: "settings", label: "Settings…", href: address("settings") },
    );
  }
  const inDatabase: MenuEntry[] = [];
  if (may(session, "administer")) {
    inDatabase.push({
      id: "auto",
      label: "Setup Constant Contact Auto Update…",
      reason: without,
      action: () => go("autoUpdate", params),
    });
  }
  if (may(session, "edit")) {
    inDatabase.push({
      id: "import",
      label: "Import…",
      reason: without,
      action: () => go("importRecords", params),
      apart: true,
    });
  }
  if (may(session, "administer")) {
    inDatabase.push({
      id: "settings",
      label: "Settings…",
      reason: without,
      action: () => go("databaseSettings", params),
    });
  }
  const menus = [
    { id: "system", label: "System", items: system },
    { id: "database", label: "Database", items: inDatabase },
  ].filter((menu) => menu.items.length > 0);
  return <MenuBar label="Dashboard" menus={menus} />;
}

function NoDatabase() {
  const session = useSession();
  return (
    <EmptyState icon="database" title="There is no database yet">
      <p>A database holds the Members and Reps of one organisation, and belongs to one Constant Contact account.</p>
      {may(session, "administer-installation") ? (
        <Button look="primary" onPress={() => go("databases")}>
          Add a database
        </Button>
      ) : (
        <p>Ask your administrator for access to one.</p>
      )}
    </EmptyState>
  );
}

function RecentNotices({ notices }: { notices: Facts["recent_notices"] }) {
  return (
    <section className="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">Of late</h2>
      <ul>
        {notices.map((notice) => (
          <li key={`${notice.at} ${notice.database} ${notice.text}`}>
            <time dateTime={notice.at}>{format.time(notice.at)}</time>
            <strong>{notice.database}</strong>
            <span>{notice.text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
