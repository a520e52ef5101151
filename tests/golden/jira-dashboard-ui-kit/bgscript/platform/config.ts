import { view } from '@forge/bridge';
import { getContext } from './context';

/** What was saved for this gadget; `undefined` if nobody has configured it. */
export async function savedConfig(): Promise<unknown> {
  return (await getContext()).gadgetConfiguration;
}

/** After how many minutes Jira refreshes the gadget by itself; `undefined` if it does not. */
export function savedRefresh(saved: unknown): number | undefined {
  const { refresh } = { ...(saved as { refresh?: unknown } | undefined) };
  return isMinutes(refresh) ? refresh : undefined;
}

/**
 * Stores the configuration and ends edit mode. Keys that this version of the app does not know are kept.
 *
 * @param saved what `savedConfig` gave.
 * @param refresh after how many minutes Jira refreshes the gadget by itself; nothing for never.
 * @throws when Jira does not store it.
 */
export async function save(saved: unknown, config: object, refresh?: number): Promise<void> {
  const stored: Record<string, unknown> = { ...(saved as object | undefined), ...config };
  delete stored.refresh;
  await view.submit(isMinutes(refresh) ? { ...stored, refresh } : stored);
}

/** Jira takes positive whole numbers only. */
function isMinutes(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}
