import { useEffect, useMemo, useState } from 'react';
import type { ViewState } from './handshake';
import { report } from './report';
import { savedConfig } from '../platform/config';
import { configure, parseConfig } from '../../src/config';

/** The state with the data as this view is configured to show it; the defaults apply until the configuration is known. */
export function useConfigured(state: ViewState): ViewState {
  const [saved, setSaved] = useState<unknown>();

  useEffect(() => {
    savedConfig().then(setSaved, (reason: unknown) => report('The settings of this view are not known:', reason));
  }, []);

  // While it renders, so that an error in it is shown like any other.
  const config = useMemo(() => parseConfig(saved), [saved]);
  return state.status === 'ready' ? { ...state, data: configure(state.data, config) } : state;
}
