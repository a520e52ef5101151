import { Component, type ReactNode } from 'react';
import { Problem } from './Problem';
import { report } from './report';

interface BoundaryProps {
  children: ReactNode;
  /** What people read in place of children that threw. */
  text: string;
  /** After an error, a new value renders the children again. */
  attempt?: unknown;
  /** Called when somebody asks to try again, before the children are rendered again. */
  retry?: () => void;
}

/** Keeps an error in the owner's code from removing the whole view from the page. */
export class Boundary extends Component<BoundaryProps, { failed?: boolean }> {
  override state: { failed?: boolean } = {};

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    report(this.props.text, error);
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (before.attempt !== this.props.attempt && this.state.failed) this.setState({ failed: false });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const retry = () => {
      this.props.retry?.();
      this.setState({ failed: false });
    };
    return <Problem text={this.props.text} retry={retry} />;
  }
}
