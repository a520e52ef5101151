import { events } from '@forge/bridge';
import { getContext } from './context';

/** What Jira tells every gadget: the whole dashboard is refreshed, or one gadget of it. */
interface Refresh {
  origin: 'dashboard' | 'gadget';
  gadgetId?: string;
}

/**
 * Calls `refreshed` when people refresh this gadget, or the dashboard that it is on. `refreshable: false` in the manifest
 * leaves that to the app: by default Jira loads the gadget's page anew, and what it shows is gone meanwhile.
 *
 * @returns the function that ends it, once it is in place.
 */
export async function onRefresh(refreshed: () => void): Promise<() => void> {
  const subscription = await events.on('JIRA_DASHBOARD_GADGET_REFRESH', async ({ origin, gadgetId }: Refresh) => {
    if (origin === 'dashboard' || gadgetId === (await getContext()).gadget?.id) refreshed();
  });
  return () => {
    subscription.unsubscribe();
  };
}
