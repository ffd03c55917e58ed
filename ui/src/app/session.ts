// Who is signed in, which database is in hand, and what this person may do there.
import { createContext, useContext } from "react";
import type { Database, Session } from "../api/types";
import { isNumber, keep, recall } from "../base/keep";
import { useRoute } from "../router/history";
import type { Params } from "../router/routes";

export const SessionContext = createContext<Session | null>(null);

/** The session of the person who is signed in. Only inside the frame. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("Nobody is signed in.");
  return session;
}

const lastDatabase = "muster.database";

/** The database in hand: the address's, else the one of last time, else the first; undefined where there is none. */
export function databaseInHand(session: Session, params: Params): Database | undefined {
  const find = (id: number) => session.databases.find((database) => database.id === id);
  const named = params.database;
  if (named !== undefined) return find(Number(named));
  return find(recall("local", lastDatabase, -1, isNumber)) ?? session.databases[0];
}

export function rememberDatabase(id: number): void {
  keep("local", lastDatabase, id);
}

export function useDatabaseInHand(): Database | undefined {
  return databaseInHand(useSession(), useRoute().params);
}

/** The database of a screen that is about one. The frame shows such screens only where it is there. */
export function useDatabase(): Database {
  const database = useDatabaseInHand();
  if (!database) throw new Error("This screen needs a database.");
  return database;
}

export type Ability = "edit" | "run" | "administer" | "administer-installation";

/** Whether somebody may do something; the server has the last word. Pure. */
export function may({ role, all_databases }: Pick<Session, "role" | "all_databases">, what: Ability): boolean {
  if (what === "administer-installation") return role === "administrator" && all_databases;
  if (what === "administer") return role === "administrator";
  return role !== "viewer";
}

export function useMay(what: Ability): boolean {
  return may(useSession(), what);
}
