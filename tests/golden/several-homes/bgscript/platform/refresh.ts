import { events } from '@forge/bridge';
import { getContext } from './context';

/** Jira's event for every gadget: somebody refreshed the whole dashboard, or one gadget of it. */
interface Refresh {
  origin: 'dashboard' | 'gadget';
  gadgetId?: string;
}

/**
 * Calls `refreshed` when people refresh this gadget, or its dashboard. `refreshable: false` in the manifest leaves the
 * refresh to the app. By default Jira reloads the gadget's frame, which is empty until the app has started again.
 *
 * @returns a function that removes the listener. The promise resolves when the listener is in place.
 */
export async function onRefresh(refreshed: () => void): Promise<() => void> {
  const subscription = await events.on('JIRA_DASHBOARD_GADGET_REFRESH', async ({ origin, gadgetId }: Refresh) => {
    const { gadget } = await getContext(); // other host pages have none
    if (gadget && (origin === 'dashboard' || gadgetId === gadget.id)) refreshed();
  });
  return () => {
    subscription.unsubscribe();
  };
}
