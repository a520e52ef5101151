import type { Page } from '../src/contract';

/** Two pages that the script may meet one after the other. */
export const PAGES: [Page, Page] = [
  { issue: { id: '10001', key: 'TEAM-7' } },
  { issue: { id: '10002', key: 'TEAM-8' } },
];
