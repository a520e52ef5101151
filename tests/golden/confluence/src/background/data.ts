import type { SharedData } from '../contract';
import { invoke } from '../platform/resolver';

/**
 * Loads what every view on the page shows. Yours: call your resolvers, combine, compute.
 * It runs once, not once a view; throw, and the views say so.
 */
export function loadData(): Promise<SharedData> {
  return invoke('getData');
}
