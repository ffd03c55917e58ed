// Where a table's rows come from. Two kinds: pages of the server (usePagedRows), or a short list at hand (useLocalRows).

export interface RowSource<Row> {
  /** Changes when another list is shown, so that the table goes back to its top. */
  key: string;
  /** undefined until it is known. */
  total: number | undefined;
  /** True while the rows that are shown are those of the list before. */
  stale: boolean;
  /** undefined while the row is still on its way. */
  row: (index: number) => Row | undefined;
  /** Says which rows are seen now. */
  want: (first: number, last: number) => void;
  /** The ids of these rows, fetched where they are not at hand. */
  ids: (first: number, last: number) => Promise<string[]>;
  problem: unknown;
  retry: () => void;
}
