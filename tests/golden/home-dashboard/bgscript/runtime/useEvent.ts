import { useEffect, useRef } from 'react';
import { report } from './report';
import type { Events } from '../../src/contract';
import { channel } from '../platform/events';

/**
 * Calls `listener` for each event of this name, as long as the component is on the page.
 *
 * @param onListening called once the listener is in place. What was sent before is lost, so ask for it here.
 */
export function useEvent<E extends keyof Events>(
  event: E,
  listener: (payload: Events[E]) => void,
  onListening?: () => void,
): void {
  const latest = useRef({ listener, onListening });

  useEffect(() => {
    latest.current = { listener, onListening };
  });

  useEffect(() => {
    let isOver = false;
    const call = (action: () => void) => {
      if (isOver) return;
      try {
        action();
      } catch (reason) {
        report(`A listener for ${event} failed:`, reason);
      }
    };
    const listening = channel.on(event, (payload) => call(() => latest.current.listener(payload)));
    listening.then(
      () => call(() => latest.current.onListening?.()),
      (reason: unknown) => report(`This view could not listen for ${event}:`, reason),
    );
    return () => {
      isOver = true;
      listening.then(
        (stop) => stop(),
        () => undefined,
      );
    };
  }, [event]);
}
