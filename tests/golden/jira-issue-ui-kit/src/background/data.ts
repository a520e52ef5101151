import type { HostContext, SharedData } from '../contract';
import { about } from '../platform/context';

/**
 * Loads what every view on the page shows. Yours: call the product, a service, combine, compute.
 * It runs once, not once a view; throw, and the views say so.
 */
export function loadData(context: HostContext): Promise<SharedData> {
  return Promise.resolve({
    loadedAt: new Date().toISOString(),
    about: about(context),
    items: [
      { id: 'todo', label: 'To do', value: 8 },
      { id: 'doing', label: 'In progress', value: 5 },
      { id: 'done', label: 'Done', value: 13 },
    ],
  });
}
