// @ts-check
// What the preview does with a call of @forge/kvs: storage in memory, for as long as the preview runs, and a row.

/** @import { Backend } from '../preview/types' */

/**
 * @param {Backend} backend
 * @param {string} path
 * @param {RequestInit} init
 * @returns {Promise<Response>}
 */
export async function requestStorage({ load, report }, path, init) {
  const { storage } = /** @type {typeof import('./storage')} */ (await load('/bgscript/host/storage.ts'));
  const body = JSON.parse(String(init.body));
  const response = storage.answer(path, body);
  const { code, message } = response.ok ? {} : await response.clone().json();
  const call = `storage ${path.replace('/api/v1/', '')} ${body.key ?? ''}`.trimEnd();
  report({ kind: 'product', text: code && code !== 'KEY_NOT_FOUND' ? `${call}: ${message}` : call });
  return response;
}
