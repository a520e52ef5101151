// @ts-check
// Runs the app's resolvers from their present sources, as Forge or as server/ does.
import { requestProduct } from '../host/product.mjs';

/** @import { Backend, Invocation, Outcome, Reply } from './types' */

/**
 * What a resolver of the server throws to refuse a call.
 *
 * @typedef {object} Refusal
 * @property {number} [status]
 * @property {string} [kind]
 */
/** @typedef {(route: string | { value: string }, init?: RequestInit) => Promise<Response>} Request */

const CALLER = { accountId: '5b10ac8d82e05b22cc7d4ef5', accountType: 'licensed', installation: 'preview' };

/**
 * What the host answers to a call: a result, or an error with a reason for the log.
 *
 * @param {Invocation & { context: object }} call
 * @param {Backend} backend
 * @returns {Promise<Outcome>}
 */
export async function callResolver({ functionKey, payload, context, path, body }, { load, report }) {
  /** @type {(product: string) => Request} */
  const requestOf = (product) => async (route, init) => {
    const path = typeof route === 'string' ? route : route.value;
    const answer = await requestProduct({ product, path, init }, { load, report });
    return Response.json(answer.body, { status: answer.status });
  };
  try {
    if (path) return { result: await callServer(path.split('/').at(-1) ?? '', body, requestOf, load) };
    const call = { call: { functionKey, payload }, context: { ...context, ...CALLER } };
    const run = async () => {
      const { handler } = await load('/src/index.ts');
      if (typeof handler !== 'function') throw new Error('src/index.ts exports no handler');
      return handler(call, { principal: { accountId: CALLER.accountId } });
    };
    return { result: await run() };
  } catch (error) {
    return { error: messageOf(error) };
  }
}

/**
 * @param {string} name
 * @param {unknown} body
 * @param {(product: string) => Request} requestOf
 * @param {Backend['load']} load
 * @returns {Promise<Reply & { reason?: string }>}
 */
async function callServer(name, body, requestOf, load) {
  const { resolvers } = await load('/src/resolvers/index.ts');
  const { withProduct } = await load('/bgscript/platform/product.ts');
  const as = () => ({ requestJira: requestOf('jira'), requestConfluence: requestOf('confluence') });
  const resolver = functionsOf(resolvers).get(name);
  if (!resolver || typeof withProduct !== 'function') {
    return { status: 404, body: { error: 'not-found' }, reason: 'there is none' };
  }
  try {
    const result = await withProduct({ asApp: as, asUser: as }, () => resolver(body, CALLER));
    return { status: 200, body: result ?? null };
  } catch (error) {
    const { status = 500, kind = 'failed' } = /** @type {Refusal} */ (error);
    return { status, body: { error: kind }, reason: messageOf(error) };
  }
}

/**
 * @param {unknown} value
 * @returns {Map<string, Function>}
 */
function functionsOf(value) {
  return new Map(Object.entries(value ?? {}).filter(([, each]) => typeof each === 'function'));
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
