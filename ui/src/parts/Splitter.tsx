import { type KeyboardEvent, type PointerEvent, useRef } from "react";

interface Props {
  label: string;
  /** The share of the lower part, in percent. */
  value: number;
  onChange: (value: number) => void;
}

export const leastShare = 15;
export const mostShare = 85;
const step = 5;

const bounded = (value: number) => Math.round(Math.min(Math.max(value, leastShare), mostShare));

/** The line between an upper and a lower part, moved by the pointer or by Up and Down. */
export function Splitter({ label, value, onChange }: Props) {
  const dragging = useRef(false);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const whole = event.currentTarget.parentElement?.getBoundingClientRect();
    if (dragging.current && whole) onChange(bounded(((whole.bottom - event.clientY) / whole.height) * 100));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const change = { ArrowUp: step, ArrowDown: -step }[event.key];
    if (change === undefined) return;
    event.preventDefault();
    onChange(bounded(value + change));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line of text cannot be moved
    <div
      className="splitter"
      role="separator"
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuenow={value}
      aria-valuemin={leastShare}
      aria-valuemax={mostShare}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        dragging.current = false;
      }}
    />
  );
}
