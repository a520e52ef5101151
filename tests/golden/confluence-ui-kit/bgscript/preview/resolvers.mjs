// Runs the app's resolvers from their present sources, as Forge or as server/ does.
import { existsSync } from 'node:fs';

const CALLER = { accountId: '5b10ac8d82e05b22cc7d4ef5', accountType: 'licensed', installation: 'preview' };

/** What the host answers to a call: `{ result }`, or `{ error }` with a reason for the log. */
export async function callResolver({ functionKey, payload, context, path, body }, { load, tell }) {
  const request = (product) => async (route, init) => {
    const answer = await requestProduct({ product, path: route.value ?? route, init }, { tell });
    return Response.json(answer.body, answer);
  };
  try {
    if (path) return { result: await callServer(path.split('/').at(-1), body, request, load) };
    const { handler } = await load('/src/index.ts');
    const call = { call: { functionKey, payload }, context: { ...context, ...CALLER } };
    return { result: await handler(call, { principal: { accountId: CALLER.accountId } }) };
  } catch (error) {
    return { error: error.message };
  }
}

async function callServer(name, body, request, load) {
  const { resolvers } = await load('/src/resolvers/index.ts');
  const { withProduct } = await load('/bgscript/platform/product.ts');
  const as = () => ({ requestJira: request('jira'), requestConfluence: request('confluence') });
  if (!Object.hasOwn(resolvers, name)) return { status: 404, body: { error: 'not-found' }, reason: 'there is none' };
  try {
    const result = await withProduct({ asApp: as, asUser: as }, () => resolvers[name](body, CALLER));
    return { status: 200, body: result ?? null };
  } catch ({ status = 500, kind = 'failed', message }) {
    return { status, body: { error: kind }, reason: message };
  }
}

/**
 * A call of Jira or Confluence. Without an account it fails, unless preview/product.mjs answers it, with
 * `export default async ({ product, path, init }) => ({ status: 200, body: { … } })`.
 */
export async function requestProduct(request, { tell }) {
  const file = new URL('../../preview/product.mjs', import.meta.url); // the owner's
  const { default: answer } = existsSync(file) ? await import(`${file}?${Date.now()}`) : {};
  const { status = 404, body = {} } = (await answer?.(request)) ?? {};
  tell({ kind: 'product', ...request, status, isAnswered: Boolean(answer) });
  return { status, body };
}
