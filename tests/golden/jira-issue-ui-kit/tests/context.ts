import type { HostContext } from '../src/contract';

/** What the host tells the script about the place where it runs. */
export const CONTEXT: HostContext = {
  type: 'jira:issueViewBackgroundScript',
  issue: { id: '10001', key: 'TEAM-7', type: 'Task', typeId: '10002' },
  project: { id: '10000', key: 'TEAM', type: 'software' },
  location: 'https://example.atlassian.net/browse/TEAM-7',
};
