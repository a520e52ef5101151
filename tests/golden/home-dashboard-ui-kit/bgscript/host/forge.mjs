// @ts-check
// What a function finds on Forge, as the preview has it: `__forge_fetch__`, through which Atlassian's packages call the
// platform, and `__forge_runtime__`, which says what the call is about. Each call has its own.
import { AsyncLocalStorage } from 'node:async_hooks';
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

Object.defineProperties(globalThis, {
  __forge_runtime__: { get: () => invocations.getStore()?.runtime },
  __forge_fetch__: { value: request },
});

/**
 * Runs a function as Forge does. Its context is that of the front end that has called it; others have none.
 *
 * @template Result
 * @param {Backend} backend
 * @param {{ moduleKey?: string, extension?: object } | undefined} context
 * @param {() => Promise<Result>} run
 * @returns {Promise<Result>}
 */
export async function runOnForge(backend, context, run) {
  const { runtimeOf } = /** @type {typeof import('./runtime')} */ (await backend.load('/bgscript/host/runtime.ts'));
  const runtime = runtimeOf(context && JSON.stringify(context), context?.moduleKey);
  return invocations.run({ backend, context, runtime }, run);
}

/** @type {(target: Target, path: string, init: RequestInit) => Promise<Response>} */
async function request({ type, remote, service }, path, init) {
  const invocation = invocations.getStore();
  if (!invocation) throw new Error('This call of Forge is not part of a call of a function.');
  const answer = PLATFORM[type];
  if (answer) return answer(invocation, path, init);
  const { status, body } = await requestProduct({ product: remote ?? service ?? type, path, init }, invocation.backend);
  return Response.json(body, { status });
}
