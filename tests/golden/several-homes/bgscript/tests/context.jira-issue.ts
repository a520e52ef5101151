import type { HostContext, Page } from '../../src/contract';

/** What the host reports to the script about where it runs. */
export const CONTEXT: HostContext = {
  type: 'jira:issueViewBackgroundScript',
  issue: { id: '10001', key: 'TEAM-7', type: 'Task', typeId: '10002' },
  project: { id: '10000', key: 'TEAM', type: 'software' },
  location: 'https://example.atlassian.net/browse/TEAM-7',
};

/** Two pages that people may open one after the other while the script keeps running. */
export const PAGES: [Page, Page] = [
  { issue: { id: '10001', key: 'TEAM-7', type: 'Task', typeId: '10002' } },
  { issue: { id: '10002', key: 'TEAM-8', type: 'Task', typeId: '10002' } },
];
