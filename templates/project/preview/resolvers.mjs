// Runs the app's functions, from their sources as they are at each call: in Forge's handler, or as a server would.
import { existsSync } from 'node:fs';

const CALLER = { accountId: '5b10ac8d82e05b22cc7d4ef5', accountType: 'licensed', installation: 'preview' };

/** What the host answers to `invoke` of the bridge, or to a POST of Connect. */
export async function callResolver({ functionKey, payload, context, path, body }, vite, tell) {
  const product = (request) => requestProduct(request, vite, tell);
  try {
    if (path) return { result: await callServer(path.split('/').at(-1), body, product, vite) };
    globalThis.__forge_fetch__ = async ({ provider }, route, init) => toResponse(await product({ product: provider, path: route, init }));
    const { handler } = await vite.load('/src/index.ts');
    const principal = { accountId: CALLER.accountId };
    return { result: await handler({ call: { functionKey, payload }, context: { ...context, ...CALLER } }, { principal }) };
  } catch (error) {
    return { error: error.message };
  }
}

/** As server/ does, without what only strangers need: tokens, limits, logs. */
async function callServer(name, body, product, vite) {
  const { resolvers } = await vite.load('/src/resolvers/index.ts');
  const { withProduct } = await vite.load('/src/platform/product.ts');
  const request = (name) => async (route, init) => toResponse(await product({ product: name, path: route.value, init }));
  const requests = () => ({ requestJira: request('jira'), requestConfluence: request('confluence') });
  try {
    if (!Object.hasOwn(resolvers, name)) return { status: 404, body: { error: 'not-found' } };
    const work = () => resolvers[name](body, CALLER);
    return { status: 200, body: (await withProduct({ asApp: requests, asUser: requests }, work)) ?? null };
  } catch (error) {
    return { status: error.status ?? 500, body: { error: error.kind ?? 'failed' }, reason: error.message };
  }
}

const toResponse = ({ status, body }) => Response.json(body, { status });

/**
 * A call of Jira or Confluence. Without an account there is none: write preview/product.mjs to answer for it, with
 * `export default async ({ product, path, init }) => ({ status: 200, body: { … } })`.
 */
export async function requestProduct(request, vite, tell) {
  const file = new URL('product.mjs', import.meta.url);
  const { default: answer } = existsSync(file) ? await import(`${file}?${Date.now()}`) : {};
  const { status = 404, body = {} } = (await answer?.(request)) ?? {};
  tell({ kind: 'product', ...request, status, isAnswered: Boolean(answer) });
  return { status, body };
}
