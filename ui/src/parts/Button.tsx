import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps } from "react-aria-components";
import { Icon, type IconName } from "./Icon";

interface Props extends Omit<ButtonProps, "className" | "children"> {
  /** `danger` says what it destroys; `quiet` has no frame. */
  look?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  children?: ReactNode;
}

/** A button. One that shows an icon alone needs an aria-label. */
export function Button({ look = "plain", icon, children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={`button ${look}${children === undefined ? " icon-only" : ""}`}>
      {icon && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}
