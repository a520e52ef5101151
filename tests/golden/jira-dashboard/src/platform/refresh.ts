import { events } from '@forge/bridge';
import { getContext } from './context';

/** What Jira tells every gadget: people refresh the whole dashboard, or one gadget of it. */
interface Refresh {
  origin: 'dashboard' | 'gadget';
  gadgetId?: string;
}

/**
 * Calls `refreshed` when people refresh this gadget, or its dashboard. `refreshable: false` in the manifest leaves the
 * refresh to the app. By default Jira loads the gadget's frame again, which is empty until then.
 *
 * @returns the function that removes the listener, once the listener is in place.
 */
export async function onRefresh(refreshed: () => void): Promise<() => void> {
  const subscription = await events.on('JIRA_DASHBOARD_GADGET_REFRESH', async ({ origin, gadgetId }: Refresh) => {
    if (origin === 'dashboard' || gadgetId === (await getContext()).gadget?.id) refreshed();
  });
  return () => {
    subscription.unsubscribe();
  };
}
