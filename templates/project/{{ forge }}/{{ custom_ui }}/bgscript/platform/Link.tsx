import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { follow } from './links';

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'target' | 'onClick'> {
  /** A path of the product, like `/browse/TEAM-7`, or an external address, which the product asks about first. */
  href: string;
}

/** A link that works in a frame of Forge: a plain `<a>` does nothing there. */
export function Link({ href, ...others }: LinkProps) {
  function onClick(event: MouseEvent): void {
    event.preventDefault();
    follow(href, event.ctrlKey || event.metaKey || event.shiftKey);
  }

  return <a {...others} href={href} onClick={onClick} />;
}
