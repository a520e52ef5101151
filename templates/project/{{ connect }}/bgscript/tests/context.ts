import type { Page } from '../../src/contract';

/** Two pages that people may open one after the other while the script keeps running. */
export const PAGES: [Page, Page] = [
  { issue: { id: '10001', key: 'TEAM-7' } },
  { issue: { id: '10002', key: 'TEAM-8' } },
];
