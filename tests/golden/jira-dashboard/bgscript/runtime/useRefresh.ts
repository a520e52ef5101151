import { useEffect } from 'react';
import { report } from './report';
import { onRefresh } from '../platform/refresh';

/** Loads the shared data again when people refresh this gadget or its dashboard. */
export function useRefresh(reload: () => void): void {
  useEffect(() => {
    const listening = onRefresh(reload);
    listening.catch((reason: unknown) => report('This view does not hear of refreshes:', reason));
    return () => {
      listening.then(
        (stop) => stop(),
        () => undefined,
      );
    };
  }, [reload]);
}
