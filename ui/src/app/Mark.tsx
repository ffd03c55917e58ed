/** The sign of the product. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="22" height="22" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" />
      <path d="M7 23V10.5l9 8 9-8V23" />
    </svg>
  );
}
