// The line icons of the back office, drawn on a 16 by 16 field. They decorate; the words beside them say it.

const drawings = {
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  close: "M4 4l8 8M12 4l-8 8",
  back: "M9.5 3.5 5 8l4.5 4.5M5 8h8",
  chevron: "M6 3.5 10.5 8 6 12.5",
  down: "M3.5 6 8 10.5 12.5 6",
  up: "M3.5 10 8 5.5 12.5 10",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.6 10.6 14 14",
  check: "M3 8.5 6.5 12 13 4.5",
  dash: "M3.5 8h9",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  folder: "M1.8 12.5v-9h4.4l1.6 1.8h6.4v7.2z",
  building: "M3 13.5v-11h6v11M9 6h4v7.5M1.8 13.5h12.4M5 5h2M5 7.5h2M5 10h2M11 8.5h.5M11 11h.5",
  person: "M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8ZM2.8 13.6c.4-2.6 2.5-4 5.2-4s4.8 1.4 5.2 4",
  people:
    "M6 7.6a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6ZM1.6 13c.3-2.3 2-3.6 4.4-3.6s4.1 1.3 4.4 3.6M10.6 3.2a2.2 2.2 0 0 1 0 4.2M12 9.7c1.4.5 2.2 1.7 2.4 3.3",
  tag: "M2 7.6V2.4h5.2l6.4 6.4-5.2 5.2zM5 5.2v.1",
  table: "M2.2 3h11.6v10H2.2zM2.2 6.3h11.6M6 6.3V13",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6",
  cloud: "M4.6 12.5a3 3 0 0 1-.3-6 3.9 3.9 0 0 1 7.5.9 2.6 2.6 0 0 1-.3 5.1z",
  plug: "M5.2 2v3.2M10.8 2v3.2M3.5 5.2h9v2.3a4.5 4.5 0 0 1-9 0zM8 12v2.5",
  database:
    "M8 6.2c3 0 5.2-.9 5.2-2.1S11 2 8 2 2.8 2.9 2.8 4.1 5 6.2 8 6.2ZM2.8 4.1v7.7c0 1.2 2.2 2.2 5.2 2.2s5.2-1 5.2-2.2V4.1M2.8 8c0 1.2 2.2 2.1 5.2 2.1S13.2 9.2 13.2 8",
  warning: "M8 2 14.5 13.5h-13zM8 6.3v3.4M8 11.6v.1",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.3v3.6M8 5v.1",
  plus: "M8 3v10M3 8h10",
  right: "M3 8h10M9 4l4 4-4 4",
  left: "M13 8H3M7 4 3 8l4 4",
  allRight: "M3 4l4 4-4 4M8.5 4l4 4-4 4",
  allLeft: "M13 4 9 8l4 4M7.5 4l-4 4 4 4",
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={drawings[name]} />
    </svg>
  );
}
