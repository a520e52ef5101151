import { useCallback, useEffect, useRef, useState } from 'react';
import type { DataOf, SetName } from './dataSets';
import { subscribe, WAITING, type Subscription, type ViewState } from './handshake';
import { report } from './report';
import { getContext, isPreview, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { sampleData } from '../../src/sample';

/** The state of the data that the background script shares, and a function that loads it again. */
export function useSharedData(): [ViewState, () => void];
/**
 * The same for another data set.
 *
 * @param sample what to show in a preview, where no script runs.
 */
export function useSharedData<Name extends SetName>(
  name: Name,
  sample?: DataOf<Name>,
): [ViewState<DataOf<Name>>, () => void];
export function useSharedData(name?: string, sample?: unknown): [ViewState<unknown>, () => void] {
  const [state, setState] = useState<ViewState<unknown>>(WAITING);
  const subscription = useRef<Subscription>(undefined);
  const inPreview = useRef(sample);

  useEffect(() => {
    let unmounted = false;
    getContext()
      .then((context) => {
        if (unmounted) return;
        const data = name === undefined ? sampleData : inPreview.current;
        if (!isPreview(context)) subscription.current = subscribe(channel, setState, pageOf(context), name);
        else if (data !== undefined) setState({ status: 'ready', revision: 0, busy: false, data });
      })
      .catch((reason: unknown) => report('This view could not start:', reason));
    return () => {
      unmounted = true;
      subscription.current?.unsubscribe();
    };
  }, [name]);

  const reload = useCallback(() => subscription.current?.reload(), []);
  return [state, reload];
}
