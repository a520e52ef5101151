import type { HostContext, SharedData } from '../contract';
import { about } from '../platform/context';
import { invoke } from '../platform/resolver';

/**
 * Loads what every view on the page shows. Yours: call your resolvers, combine, compute.
 * It runs once, not once a view; throw, and the views say so.
 *
 * @param context is for the browser to use. A resolver gets its own, which nobody can forge.
 */
export async function loadData(context: HostContext): Promise<SharedData> {
  return { ...(await invoke('getData')), about: about(context) };
}
