import { view } from '@forge/bridge';
import { getContext } from './context';

/** What was saved for this gadget; `undefined` for one that nobody has configured. */
export async function savedConfig(): Promise<unknown> {
  return (await getContext()).gadgetConfiguration;
}

/** Stores the configuration and ends edit mode. */
export function save(config: object): Promise<void> {
  return view.submit(config);
}
