import { Component, type ReactNode } from 'react';

interface BoundaryProps {
  children: ReactNode;
  /** What is shown in place of children that threw. */
  fallback: (error: string) => ReactNode;
  /** A new value gives the children another chance. */
  attempt: unknown;
}

/** Keeps a mistake in View.tsx from taking the whole view off the page. */
export class Boundary extends Component<BoundaryProps, { error?: string }> {
  override state: { error?: string } = {};

  static getDerivedStateFromError(reason: unknown) {
    return { error: reason instanceof Error ? reason.message : String(reason) };
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (before.attempt !== this.props.attempt && this.state.error !== undefined) this.setState({ error: undefined });
  }

  override render() {
    return this.state.error === undefined ? this.props.children : this.props.fallback(this.state.error);
  }
}
