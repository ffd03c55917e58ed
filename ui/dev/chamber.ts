// An invented chamber for the stand-in server: always the same people.
import type { components } from "../src/api/schema.ts";

type Schemas = components["schemas"];
export type Fields = Record<string, string>;
export interface Kept {
  fields: Fields;
  version: number;
  number: number;
}

const firstNames = "Ana Bruno Chiara David Élodie Farid Grace Hugo Ines Jonas Keiko Liam Mara Noor Olga Pedro".split(
  " ",
);
const lastNames =
  "Díaz Okafor Bergström Lindqvist Nakamura O'Brien Petrov Quinn Rossi Schäfer Tran Ueda Varga Weiss".split(" ");
const trades = "Bakery|Dental Care|Plumbing|Credit Union|Gardens|Books|Hardware|Law Office|Brewing Co.|Realty".split(
  "|",
);
const towns = ["New Halden", "Port Marlow", "Lakeshore", "Cedar Falls", "Eastbrook"];
const titles = ["Owner", "General Manager", "Marketing Director", "Office Manager", "Partner", ""];

export const groupNames = [
  "Active Members",
  "Ambassadors",
  "Board of Directors",
  "Economic Development",
  "Education Committee",
  "Events Committee",
  "Golf Outing",
  "Government Affairs",
  "Leadership Class 2025",
  "Leadership Class 2026",
  "Member Relations",
  "Newsletter",
  "Non-Profit Council",
  "Past Chairs",
  "Ribbon Cuttings",
  "Small Business Council",
  "Sponsors",
  "Tourism",
  "Volunteers",
  "Women in Business",
  "Workforce Development",
  "Young Professionals",
];
export const attributeNames = ["Donor", "Key Contact", "Prefers Phone", "Speaker", "Unsubscribed from CC"];

export const statuses: Omit<Schemas["MemberStatus"], "members">[] = [
  ["ACT", "Active", true, true, true, true, true],
  ["COU", "Courtesy", true, false, true, true, true],
  ["DRP", "Dropped", false, false, false, false, false],
  ["NON", "Non-member", false, false, false, false, false],
  ["PRO", "Prospective", false, false, false, false, false],
].map((row) => {
  const [code, description, active_member, pays_dues, eligible_for_referral, list_in_directory, members_only_access] =
    row as [string, string, boolean, boolean, boolean, boolean, boolean];
  return { code, description, active_member, pays_dues, eligible_for_referral, list_in_directory, members_only_access };
});

/** A repeatable stream of whole numbers. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

export interface Chamber {
  members: Map<string, Kept>;
  reps: Map<string, Kept>;
  groups: string[];
  attributes: string[];
  statuses: Omit<Schemas["MemberStatus"], "members">[];
}

export function emptyChamber(): Chamber {
  return {
    members: new Map(),
    reps: new Map(),
    groups: [],
    attributes: ["Unsubscribed from CC"],
    statuses: [...statuses],
  };
}

export function inventedChamber(memberCount: number, seed: number): Chamber {
  const roll = dice(seed);
  const pick = <T>(from: readonly T[]): T => from[roll(from.length)] as T;
  const chamber: Chamber = { ...emptyChamber(), groups: [...groupNames], attributes: [...attributeNames] };
  let rep = 0;
  for (let member = 1; member <= memberCount; member += 1) {
    const company = `${pick(lastNames)} ${pick(trades)}${member % 7 === 0 ? ` ${member}` : ""}`;
    const status = pick(["ACT", "ACT", "ACT", "ACT", "COU", "DRP", "NON", "PRO"]);
    const city = pick(towns);
    chamber.members.set(`M${member}`, {
      number: member,
      version: 1,
      fields: {
        member_id: `M${member}`,
        company,
        file_by: "",
        status,
        type: pick(["Retail", "Service", "Non-profit", ""]),
        attributes: "",
        street: `${1 + roll(900)} Harbor Street`,
        street2: "",
        city,
        state: "WI",
        postal_code: `5${1000 + roll(8999)}`,
        country: "US",
        phone: `(555) 010-${1000 + roll(8999)}`,
        website: "https://example.org",
        joined: `20${10 + roll(15)}-0${1 + roll(9)}-1${roll(9)}`,
        dropped: status === "DRP" ? "2026-03-31" : "",
      },
    });
    for (let index = 1 + roll(3); index > 0; index -= 1) {
      rep += 1;
      const [first, last] = [pick(firstNames), pick(lastNames)];
      const groups = [...new Set([0, 0, 0].slice(roll(4)).map(() => pick(groupNames.slice(1))))].sort().join(";");
      chamber.reps.set(`R${rep}`, {
        number: rep,
        version: 1,
        fields: {
          rep_id: `R${rep}`,
          member_id: `M${member}`,
          courtesy_title: "",
          first_name: first,
          middle_name: "",
          last_name: last,
          suffix: "",
          salutation: first,
          job_title: pick(titles),
          phone: "",
          mobile: `(555) 012-${1000 + roll(8999)}`,
          fax: "",
          street: "",
          street2: "",
          email:
            roll(9) === 0
              ? ""
              : `${first}.${last}${rep}@example.org`
                  .normalize("NFKD")
                  .replace(/[^\w.@]/g, "")
                  .toLowerCase(),
          city: "",
          state: "",
          postal_code: "",
          country: "",
          username: `user${rep}`,
          billing_rep: index === 1 ? "yes" : "no",
          groups,
          attributes: roll(12) === 0 ? "Unsubscribed from CC" : "",
        },
      });
    }
  }
  return chamber;
}
