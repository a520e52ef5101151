// @ts-check
// What the preview's server says of a token of Realtime that a front end has.

/** @import { Backend } from '../preview/types' */
/** @import { Channels, Checked } from './channels' */

/** @type {Record<string, (data: any, backend: Backend) => Promise<unknown>>} */
export const CALLS = { '/preview/token': checkToken };

/**
 * @param {{ token: string, name: string, permission: 'publish' | 'subscribe' }} call
 * @param {Backend} backend
 * @returns {Promise<Checked>}
 */
async function checkToken({ token, name, permission }, { load }) {
  return (await channelsOf(load)).check(token, name, permission);
}

/**
 * @param {Backend['load']} load
 * @returns {Promise<Channels>}
 */
export async function channelsOf(load) {
  const { channels } = /** @type {typeof import('./channels')} */ (await load('/bgscript/host/channels.ts'));
  return channels;
}
