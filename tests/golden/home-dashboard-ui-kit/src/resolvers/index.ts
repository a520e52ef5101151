import type { Handlers } from '#bgscript/functions';
import { sampleData } from '../sample';

/**
 * Yours: the functions that run on the server, one for each name in `Resolvers` of the contract.
 *
 * Everybody who can see the app can call them, with any payload. So each one checks its payload (`text` and
 * `wholeNumber` of #bgscript/functions) and uses its second argument, the caller, to decide what to return.
 * Do not keep data of a site or a user in variables outside of these functions: the same process serves other sites.
 */
export const resolvers: Handlers = {
  getData: () => Promise.resolve({ ...sampleData, loadedAt: new Date().toISOString() }),
};
