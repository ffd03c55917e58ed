/** How far something is. Without a total it only shows that something goes on. */
export function Progress({ label, done, total }: { label: string; done?: number; total?: number }) {
  const known = done !== undefined && total !== undefined && total > 0;
  return known ? (
    <progress className="progress" aria-label={label} value={Math.min(done, total)} max={total} />
  ) : (
    <progress className="progress" aria-label={label} />
  );
}
