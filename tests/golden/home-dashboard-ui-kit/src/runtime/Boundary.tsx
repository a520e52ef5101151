import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  children: ReactNode;
  /** What is shown in place of children that threw. */
  fallback: ReactNode;
  /** A new value has the children rendered again. */
  attempt: unknown;
}

/** Keeps a mistake in View.tsx from taking the whole view off the page. React writes the error to the console. */
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
