import type { HostContext } from '../src/contract';

/** What the host tells the script about the place where it runs. */
export const CONTEXT: HostContext = {
  type: 'confluence:backgroundScript',
  content: { id: '65601', type: 'page', subtype: null },
  space: { id: '65538', key: 'TEAM' },
  location: 'https://example.atlassian.net/wiki/spaces/TEAM/pages/65601',
};
