import { useEffect } from 'react';
import { onRefresh } from '../platform/refresh';

/** Loads the shared data again when people refresh this gadget or its dashboard. */
export function useRefresh(reload: () => void): void {
  useEffect(() => {
    const listening = onRefresh(reload);
    return () => void listening.then((stop) => stop());
  }, [reload]);
}
