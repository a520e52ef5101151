// @ts-check
// Runs the app's resolvers from their present sources, as Forge or as server/ does.
import { existsSync } from 'node:fs';

/** @import { Backend, Invocation, Outcome, ProductCall, Reply } from './types' */

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
    const answer = await requestProduct({ product, path, init }, { report });
    return Response.json(answer.body, { status: answer.status });
  };
  try {
    if (path) return { result: await callServer(path.split('/').at(-1) ?? '', body, requestOf, load) };
    const { handler } = await load('/src/index.ts');
    if (typeof handler !== 'function') throw new Error('src/index.ts exports no handler');
    const call = { call: { functionKey, payload }, context: { ...context, ...CALLER } };
    return { result: await handler(call, { principal: { accountId: CALLER.accountId } }) };
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
 * A call of Jira or Confluence. Without an account it fails, unless preview/product.mjs answers it, with
 * `export default async ({ product, path, init }) => ({ status: 200, body: { … } })`.
 *
 * @param {ProductCall} request
 * @param {Pick<Backend, 'report'>} backend
 * @returns {Promise<Reply>}
 */
export async function requestProduct(request, { report }) {
  const file = new URL('../../preview/product.mjs', import.meta.url); // the owner's
  const { default: answer } = existsSync(file) ? await import(`${file}?${Date.now()}`) : {};
  const { status = 404, body = {} } = (await answer?.(request)) ?? {};
  report({ kind: 'product', ...request, status, isAnswered: Boolean(answer) });
  return { status, body };
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
