import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "./Button";

interface Props {
  title: string;
  /** Called when the person closes it: Escape, the cross, or a press outside. */
  onClose: () => void;
  /** False where what was typed would be lost by a stray press outside. */
  dismissable?: boolean;
  /** `alertdialog` for questions that must be answered. */
  role?: "dialog" | "alertdialog";
  size?: "small" | "medium" | "large";
  children: ReactNode;
  /** The row of buttons at its foot. */
  buttons?: ReactNode;
}

/** A dialog in the middle of the window (the whole of a phone's screen). It is open as long as it is rendered. */
export function Dialog({
  title,
  onClose,
  dismissable = false,
  role = "dialog",
  size = "medium",
  children,
  buttons,
}: Props) {
  return (
    <ModalOverlay className="overlay" isOpen isDismissable={dismissable} onOpenChange={(open) => open || onClose()}>
      <Modal className={`modal ${size}`}>
        <AriaDialog role={role} className="dialog">
          <header>
            <Heading slot="title">{title}</Heading>
            <Button look="quiet" icon="close" aria-label="Close" onPress={onClose} />
          </header>
          <div className="dialog-body">{children}</div>
          {buttons && <footer>{buttons}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
