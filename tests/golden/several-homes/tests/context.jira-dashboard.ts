import type { HostContext, Page } from '../src/contract';

/** What the host tells the script about the place where it runs. */
export const CONTEXT: HostContext = {
  type: 'jira:dashboardBackgroundScript',
};

/** Two pages that the script may meet one after the other. */
export const PAGES: [Page, Page] = [{ dashboard: { id: '10001' } }, { dashboard: { id: '10002' } }];
