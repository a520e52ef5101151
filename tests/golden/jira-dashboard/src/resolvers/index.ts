import type { Handlers } from '../runtime/resolvers';
import { sampleData } from '../sample';

/**
 * Yours: the functions that run on the server, one for each name in `Resolvers` of the contract.
 *
 * Everybody who can see the app can call them, with any payload. So each one checks its payload (`text` and
 * `wholeNumber` of runtime/payload.ts) and decides by its second argument, the caller, what this caller may have.
 * Keep nothing of a site or a user in a variable outside of them: the same process serves other sites, too.
 */
export const resolvers: Handlers = {
  getData: () => Promise.resolve({ ...sampleData, loadedAt: new Date().toISOString() }),
};
