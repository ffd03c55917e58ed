import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { isProblem, messageOf } from "../../api/problem";
import type { RepGroup, SelectionChoices, Selections } from "../../api/types";
import { useDatabase } from "../../app/session";
import { type Crumb, NavigationBar } from "../../modules/NavigationBar";
import { Button } from "../../parts/Button";
import { Complaint } from "../../parts/Complaint";
import { say } from "../../parts/messages";
import { setQuery, useRoute } from "../../router/history";
import { address } from "../../router/routes";
import { ConnectFirst } from "../connection/ConnectFirst";
import { keepDraft, recallDraft, type WizardKind } from "./draft";
import { wizardPages } from "./pages";
import { startRun } from "./start";

interface Props {
  kind: WizardKind;
  title: string;
  groups: readonly RepGroup[];
  choices: SelectionChoices;
  /** What the wizard begins with. */
  remembered: Selections;
  /** Stands above the pages. */
  head?: ReactNode;
  /** Before OK or a preview starts: saves, where this wizard saves. */
  save?: (selections: Selections) => Promise<void>;
  /** What only the automatic wizard has: Save only. */
  saveOnly?: (selections: Selections) => Promise<void>;
}

type Act = "ok" | "preview" | "save";

/** The four pages, and what begins with them. The page is part of the address, the choices are kept in this tab. */
export function Wizard({ kind, title, groups, choices, remembered, head, save, saveOnly }: Props) {
  const database = useDatabase();
  const client = useQueryClient();
  const { query } = useRoute();
  const [selections, setSelections] = useState(() => recallDraft(kind, database.id) ?? remembered);
  const [busy, setBusy] = useState<Act | null>(null);
  const [problem, setProblem] = useState("");
  const [connecting, setConnecting] = useState(false);

  const index = Math.max(
    wizardPages.findIndex((page) => page.id === query.page),
    0,
  );
  const page = wizardPages[index] ?? wizardPages[0];
  const pageTitle = useFocusOnChange<HTMLHeadingElement>(index);
  if (!page) return null;
  const show = (to: number) => setQuery({ page: wizardPages[to]?.id ?? "" });
  const change = (part: Partial<Selections>) => {
    const next = { ...selections, ...part };
    setSelections(next);
    keepDraft(kind, database.id, next);
  };
  const begin = async (preview: boolean) => {
    if (save) await save(selections);
    const from = kind === "automatic" ? { automatic: true } : { selections };
    try {
      await startRun(client, database.id, { ...from, preview });
    } catch (error) {
      if (!isProblem(error, "first-run-needs-preview")) throw error;
      say("The first update of a database shows its plan before it goes on: here is the preview.");
      await startRun(client, database.id, { ...from, preview: true });
    }
    keepDraft(kind, database.id, null);
  };
  const act = async (what: Act) => {
    if (what !== "save" && !database.connected) {
      setConnecting(true);
      return;
    }
    setBusy(what);
    setProblem("");
    try {
      if (what === "save") {
        await saveOnly?.(selections);
        keepDraft(kind, database.id, null);
      } else {
        await begin(what === "preview");
      }
    } catch (error) {
      if (isProblem(error, "not-connected")) setConnecting(true);
      else setProblem(messageOf(error));
    } finally {
      setBusy(null);
    }
  };

  const account = database.account_name || database.account_id;
  return (
    <div className="wizard">
      <NavigationBar crumbs={[above(kind, database.id), { title }]} />
      {head}
      <div className="wizard-body">
        <ol className="wizard-steps" aria-label="Pages">
          {wizardPages.map((step, at) => (
            <li key={step.id} aria-current={at === index ? "step" : undefined}>
              <Button look="quiet" onPress={() => show(at)}>
                <span className="wizard-number">{at + 1}</span>
                {step.title}
              </Button>
            </li>
          ))}
        </ol>
        <section className="wizard-page" aria-labelledby="wizard-page-title">
          <h2 id="wizard-page-title" ref={pageTitle} tabIndex={-1}>
            {page.title}
          </h2>
          <p className="muted">{page.help}</p>
          {page.content({ database: database.id, groups, choices, selections, onChange: change })}
        </section>
      </div>
      <Complaint text={problem} />
      <footer className="wizard-foot">
        <p className="muted">
          {database.connected
            ? `OK sends to the Constant Contact account “${account}”.`
            : "This database is not connected to a Constant Contact account yet: OK asks for it."}
        </p>
        <div className="buttons">
          <Button onPress={() => show(index - 1)} isDisabled={index === 0}>
            Back
          </Button>
          <Button onPress={() => show(index + 1)} isDisabled={index === wizardPages.length - 1}>
            Next
          </Button>
          {saveOnly && (
            <Button onPress={() => void act("save")} isPending={busy === "save"}>
              Save only
            </Button>
          )}
          <Button onPress={() => void act("preview")} isPending={busy === "preview"}>
            Preview
          </Button>
          <Button look="primary" onPress={() => void act("ok")} isPending={busy === "ok"}>
            OK
          </Button>
        </div>
      </footer>
      {connecting && <ConnectFirst onClose={() => setConnecting(false)} />}
    </div>
  );
}

/** Where the original has the entry that leads here: the Reps module, or the Dashboard. */
function above(kind: WizardKind, database: number): Crumb {
  const params = { database: String(database) };
  return kind === "manual"
    ? { title: "Reps", to: address("reps", params) }
    : { title: "Dashboard", to: address("database", params) };
}

/** The element that takes the focus when the page has become another one, so that the Tab key goes on from there. */
function useFocusOnChange<T extends HTMLElement>(index: number) {
  const element = useRef<T>(null);
  const before = useRef(index);
  useEffect(() => {
    if (before.current !== index) element.current?.focus();
    before.current = index;
  }, [index]);
  return element;
}
