import type { HostContext } from '../src/contract';

/** What the host tells the script about the place where it runs. */
export const CONTEXT: HostContext = {
  type: 'jira:dashboardBackgroundScript',
};
