import { Component, type ReactNode } from "react";
import { messageOf } from "../api/problem";
import { Button } from "../parts/Button";
import { EmptyState } from "../parts/EmptyState";

interface Props {
  /** Another value tries again: the address, say. */
  resetKey: string;
  children: ReactNode;
}

/** Keeps a screen that broke from taking the frame with it. */
export class ErrorBoundary extends Component<Props, { error: unknown; at: string }> {
  override state = { error: null as unknown, at: this.props.resetKey };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: { error: unknown; at: string }) {
    return props.resetKey === state.at ? null : { error: null, at: props.resetKey };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <EmptyState icon="warning" title="This screen has broken">
        <p>What you saved is kept. The reason: {messageOf(this.state.error)}</p>
        <Button look="primary" onPress={() => location.reload()}>
          Load the page again
        </Button>
      </EmptyState>
    );
  }
}
