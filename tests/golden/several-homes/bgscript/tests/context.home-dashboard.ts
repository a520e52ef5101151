import type { HostContext, Page } from '../../src/contract';

/** What the host reports to the script about where it runs. */
export const CONTEXT: HostContext = {
  type: 'dashboards:backgroundScript',
};

/** Two pages that people may open one after the other while the script keeps running. */
export const PAGES: [Page, Page] = [{ dashboardId: 'dashboard-1' }, { dashboardId: 'dashboard-2' }];
