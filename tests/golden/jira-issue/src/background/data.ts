import type { Source } from '../runtime/handshake';
import { invoke } from '../platform/resolver';

/**
 * Yours: loads what every view on the page shows. Call your resolvers, combine, compute.
 * It runs once for a page, however many views there are. When it throws, the views show that loading failed.
 *
 * Its argument tells what the page is about, for data that depends on it: `async (page) => …`, see `Page` in
 * platform/context.ts. A script can outlive a page; it then loads anew for the next one.
 */
export const loadData: Source['load'] = () => invoke('getData');
