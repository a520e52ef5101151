import { useCallback, useEffect, useRef, useState } from 'react';
import { connect, WAITING } from './client.js';
import type { Subscription, ViewState } from '#app/bgscript/runtime/protocol';

export function useSharedData<Data>(name?: string, sample?: Data): [ViewState<Data>, () => void] {
  const [state, setState] = useState<ViewState<Data>>(WAITING);
  const connection = useRef<Subscription | undefined>(undefined);
  const inPreview = useRef(sample);

  useEffect(() => {
    const mine = connect<Data>(setState, { name, sample: inPreview.current });
    connection.current = mine;
    return () => mine.unsubscribe();
  }, [name]);

  const reload = useCallback(() => {
    if (connection.current) connection.current.reload();
  }, []);
  return [state, reload];
}
