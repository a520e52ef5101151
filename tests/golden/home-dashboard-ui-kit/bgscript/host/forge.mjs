// @ts-check
// What a function finds on Forge, as the preview has it: `__forge_fetch__`, through which Atlassian's packages call the
// platform, and `__forge_runtime__`, which says what the call is about. Each call has its own.
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { requestQueue } from './consumers.mjs';
import { requestStorage } from './kvs.mjs';
import { requestProduct } from './product.mjs';
import { requestRealtime } from './publish.mjs';

/** @import { Backend } from '../preview/types' */

/** @typedef {{ type: string, remote?: string, service?: string }} Target */
/** @typedef {{ backend: Backend, context: unknown, runtime: object }} Invocation */

/** @type {AsyncLocalStorage<Invocation>} */
const invocations = new AsyncLocalStorage();
/** @type {Record<string, (invocation: Invocation, path: string, init: RequestInit) => Promise<Response>>} By type. */
const PLATFORM = {
  kvs: ({ backend }, path, init) => requestStorage(backend, path, init),
  realtime: ({ backend, context }, _, init) => requestRealtime(backend, init, context),
};

/** @type {Record<string, string>} What needs a site, by the beginning of its path. */
const NOT_SIMULATED = {
  '/forge/events/v1/app-events': 'appEvents.publish. Other apps of a site hear app events',
  '/app/report-accounts': 'privacy.reportPersonalData. Atlassian has the accounts',
  '/emails': 'sendEmail. Atlassian sends it',
};

Object.defineProperties(globalThis, {
  __forge_runtime__: { get: () => invocations.getStore()?.runtime },
  __forge_fetch__: { value: request },
});

/**
 * Runs a function as Forge does. Its context is that of the front end that has called it; others have none.
 *
 * @template Result
 * @param {Backend} backend
 * @param {{ moduleKey?: string, accountId?: string } | undefined} context
 * @param {() => Promise<Result>} run
 * @returns {Promise<Result>}
 */
export async function runOnForge(backend, context, run) {
  const { runtimeOf } = /** @type {typeof import('./runtime')} */ (await backend.load('/bgscript/host/runtime.ts'));
  const { permissions } = parse(readFileSync('manifest.yml', 'utf8'));
  const contextToken = context && JSON.stringify(context);
  const runtime = runtimeOf({
    contextToken,
    permissions,
    moduleKey: context?.moduleKey,
    accountId: context?.accountId,
  });
  return invocations.run({ backend, context, runtime }, run);
}

/** @type {(target: Target, path: string, init: RequestInit) => Promise<Response>} */
async function request({ type, remote, service }, path, init) {
  const invocation = invocations.getStore();
  if (!invocation) throw new Error('This call of Forge is not part of a call of a function.');
  const { backend } = invocation;
  const answer = PLATFORM[type];
  if (answer) return answer(invocation, path, init);
  const queued = await requestQueue(backend, path, init, (run) => runOnForge(backend, undefined, run));
  return queued ?? refusal(invocation, path) ?? askProduct(backend, { product: remote ?? service ?? type, path, init });
}

/** @type {(backend: Backend, call: import('../preview/types').ProductCall) => Promise<Response>} */
async function askProduct(backend, call) {
  const { status, body } = await requestProduct(call, backend);
  return Response.json(body, { status });
}

/**
 * @param {Invocation} invocation
 * @param {string} path
 */
function refusal({ backend }, path) {
  const found = Object.entries(NOT_SIMULATED).find(([start]) => path.startsWith(start));
  if (!found) return undefined;
  const text = `not simulated here: ${found[1]}`;
  backend.report({ kind: 'unsimulated', from: 'resolver', text });
  return Response.json({ errorMessages: [text], message: text }, { status: 501 });
}
