import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { messageOf } from "../../api/problem";
import { groupsQuery } from "../../api/queries";
import type { RepGroup, SelectionChoices } from "../../api/types";
import { Button } from "../../parts/Button";
import { EmptyState } from "../../parts/EmptyState";
import { Progress } from "../../parts/Progress";
import { choicesQuery } from "./queries";

export interface Remembered<T> {
  /** undefined until it was asked for anew. */
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

interface Props<T> {
  database: number;
  title: string;
  /** What else the wizard needs: its remembered selections. */
  remembered: Remembered<T>;
  children: (groups: readonly RepGroup[], choices: SelectionChoices, remembered: T) => ReactNode;
}

/** Shows the wizard once everything that it offers is there. */
export function Loaded<T>({ database, title, remembered, children }: Props<T>) {
  const [groups, choices] = useQueries({ queries: [groupsQuery(database), choicesQuery(database)] });
  const problem = groups.error ?? choices.error ?? remembered.error;
  if (problem) {
    const again = () => void Promise.all([groups.refetch(), choices.refetch(), remembered.refetch()]);
    return (
      <EmptyState icon="warning" title={`${title} could not be opened`}>
        <p>{messageOf(problem)}</p>
        <Button look="primary" onPress={again}>
          Try again
        </Button>
      </EmptyState>
    );
  }
  if (!groups.data || !choices.data || remembered.data === undefined) {
    return <Progress label={`Loading ${title}`} />;
  }
  return <>{children(groups.data, choices.data, remembered.data)}</>;
}
