import { useCallback, useEffect, useRef, useState } from 'react';
import { subscribe, WAITING, type Subscription, type ViewState } from './handshake';
import { channel } from '../platform/events';

/** The state of the data that the background script shares, and the way to ask for it anew. */
export function useSharedData(): [ViewState, () => void] {
  const [state, setState] = useState(WAITING);
  const subscription = useRef<Subscription>(undefined);

  useEffect(() => {
    subscription.current = subscribe(channel, setState);
    return () => subscription.current?.unsubscribe();
  }, []);

  const reload = useCallback(() => subscription.current?.reload(), []);
  return [state, reload];
}
