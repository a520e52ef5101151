import type { HostContext, Page } from '../../src/contract';

/** What the host reports to the script about where it runs. */
export const CONTEXT: HostContext = {
  type: 'confluence:backgroundScript',
  content: { id: '65601', type: 'page', subtype: null },
  space: { id: '65538', key: 'TEAM' },
  location: 'https://example.atlassian.net/wiki/spaces/TEAM/pages/65601',
};

/** Two pages that people may open one after the other while the script keeps running. */
export const PAGES: [Page, Page] = [{ space: { id: '65538', key: 'TEAM' } }, { space: { id: '65539', key: 'OPS' } }];
