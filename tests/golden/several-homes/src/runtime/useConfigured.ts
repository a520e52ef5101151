import { useEffect, useState } from 'react';
import type { ViewState } from './handshake';
import { savedConfig } from '../platform/config';
import { configure, parseConfig } from '../config';

/** The state with the data as this view is configured to show it; the defaults apply until the configuration is known. */
export function useConfigured(state: ViewState): ViewState {
  const [config, setConfig] = useState(() => parseConfig(undefined));

  useEffect(() => {
    void savedConfig().then((saved) => setConfig(parseConfig(saved)));
  }, []);

  return state.status === 'ready' ? { ...state, data: configure(state.data, config) } : state;
}
