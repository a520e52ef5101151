import type { SharedData } from './contract';
import { resolvers } from './resolvers';

/**
 * Yours: what Atlassian's AI is told about the widget; `aiContext` in manifest.yml names this function.
 *
 * Atlassian has not documented what the function gets and in which form it answers. So it uses nothing of the call, and
 * returns what `getData` has for somebody it does not know.
 */
export function handler(): Promise<SharedData> {
  return resolvers.getData(undefined, {});
}
