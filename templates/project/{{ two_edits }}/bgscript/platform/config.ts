import * as homeDashboard from './config.home-dashboard';
import * as jiraDashboard from './config.jira-dashboard';
import { getContext } from './context';

/** What was saved for this view; `undefined` if nobody has configured it, and on host pages where nobody can. */
export async function savedConfig(): Promise<unknown> {
  const { type } = await getContext();
  if (type === 'dashboards:widget') return homeDashboard.savedConfig();
  if (type === 'jira:dashboardGadget') return jiraDashboard.savedConfig();
  return undefined;
}
