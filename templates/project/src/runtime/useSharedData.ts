import { useCallback, useEffect, useRef, useState } from 'react';
import { subscribe, WAITING, type Subscription, type ViewState } from './handshake';
import { getContext, isPreview, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { sampleData } from '../sample';

const PREVIEW: ViewState = { status: 'ready', revision: 0, busy: false, data: sampleData };

/** The state of the data that the background script shares, and a function that loads it again. */
export function useSharedData(): [ViewState, () => void] {
  const [state, setState] = useState(WAITING);
  const subscription = useRef<Subscription>(undefined);

  useEffect(() => {
    let unmounted = false;
    void getContext().then((context) => {
      if (unmounted) return;
      if (isPreview(context)) setState(PREVIEW);
      else subscription.current = subscribe(channel, setState, pageOf(context));
    });
    return () => {
      unmounted = true;
      subscription.current?.unsubscribe();
    };
  }, []);

  const reload = useCallback(() => subscription.current?.reload(), []);
  return [state, reload];
}
