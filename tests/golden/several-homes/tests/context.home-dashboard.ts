import type { HostContext, Page } from '../src/contract';

/** What the host tells the script about the place where it runs. */
export const CONTEXT: HostContext = {
  type: 'dashboards:backgroundScript',
};

/** Two pages that the script may meet one after the other. */
export const PAGES: [Page, Page] = [{ dashboardId: 'dashboard-1' }, { dashboardId: 'dashboard-2' }];
