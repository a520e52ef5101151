import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  children: ReactNode;
  /** What is shown in place of children that threw. */
  fallback: ReactNode;
  /** After an error, a new value renders the children again. */
  attempt: unknown;
}

/** Keeps an error in View.tsx from removing the whole view from the page. React writes the error to the console. */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (before.attempt !== this.props.attempt && this.state.failed) this.setState({ failed: false });
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
