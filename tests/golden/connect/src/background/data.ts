import type { Source } from '#bgscript/script';
import { invoke } from '#bgscript/invoke';

/**
 * Yours: loads what every view on the page shows. Call your resolvers here.
 * It runs once for a page, however many views there are. When it throws, the views show that loading failed.
 *
 * Its argument is the page, for data that depends on it: `async (page) => …`, see `Page` in #bgscript/context. A
 * script can keep running when people go to another page. It then loads again, for that page.
 */
export const loadData: Source['load'] = () => invoke('getData');
