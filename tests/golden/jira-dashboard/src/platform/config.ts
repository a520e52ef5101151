import { view } from '@forge/bridge';

/** What was saved for this gadget; `undefined` for one that nobody has configured. */
export async function savedConfig(): Promise<unknown> {
  const { extension } = await view.getContext();
  return extension.gadgetConfiguration;
}

/** Stores the configuration and ends edit mode. */
export function save(config: object): Promise<void> {
  return view.submit(config);
}
