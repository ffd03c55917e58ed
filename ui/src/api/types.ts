// Names for the shapes of api/openapi.yaml; schema.d.ts is generated from it (npm run api).
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Session = Schemas["Session"];
export type Role = Schemas["Role"];
export type Database = Schemas["Database"];
export type Dashboard = Schemas["Dashboard"];
export type Notice = Schemas["Notice"];
export type NextRun = Schemas["NextRun"];
export type MemberRow = Schemas["MemberRow"];
export type Member = Schemas["Member"];
export type RepRow = Schemas["RepRow"];
export type Rep = Schemas["Rep"];
export type RepChoice = Schemas["RepChoice"];
export type MemberStatus = Schemas["MemberStatus"];
export type RepGroup = Schemas["RepGroup"];
export type RepAttribute = Schemas["RepAttribute"];
export type FilterField = Schemas["FilterField"];
export type RunRow = Schemas["RunRow"];
export type RunState = Schemas["RunState"];
export type Totals = Schemas["Totals"];
export type FieldTexts = Schemas["FieldTexts"];
export type Selections = Schemas["Selections"];
export type SelectionChoices = Schemas["SelectionChoices"];
export type AutoUpdate = Schemas["AutoUpdate"];
export type Run = Schemas["Run"];
export type RunProgress = Schemas["Progress"];
export type RunPerson = Schemas["RunPerson"];
export type RunIssue = Schemas["RunIssue"];
export type Explanation = Schemas["Explanation"];
export type Options = Schemas["Options"];
export type Schedule = Schemas["Schedule"];
export type User = Schemas["User"];
export type UserSession = Schemas["UserSession"];
export type AuditEntry = Schemas["AuditEntry"];
export type Upload = Schemas["Upload"];
export type ImportResult = Schemas["ImportResult"];
