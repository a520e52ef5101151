import type { SharedData } from './contract';
import { resolvers } from './resolvers';

/**
 * Yours: what Atlassian's AI learns about the widget; `aiContext` in manifest.yml names this function.
 *
 * Atlassian does not document the arguments of this function or the form of its result. So the function ignores its
 * arguments, and returns what `getData` returns for an unknown caller.
 */
export function handler(): Promise<SharedData> {
  return resolvers.getData(undefined, {});
}
