// @ts-check
// The policy under which Forge serves the front ends of an app.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** The hosts from which Atlassian allows pictures in every app. */
const PICTURES =
  'https://secure.gravatar.com https://images.unsplash.com https://api.atlassian.com https://api.media.atlassian.com';
const ALLOWED = 'popups popups-to-escape-sandbox downloads forms modals pointer-lock same-origin scripts';

/**
 * The platform's Content-Security-Policy, with what the manifest permits, and with Vite's own scripts and styles.
 *
 * @param {string} nonce
 * @param {number} port
 */
export function policyOf(nonce, port) {
  const { external = {}, content = {} } = parse(readFileSync('manifest.yml', 'utf8')).permissions ?? {};
  /** @param {(string | { address: string })[]} list */
  const from = (list = []) => list.map((item) => (typeof item === 'string' ? item : item.address)).join(' ');
  /** @param {string[]} list */
  const own = (list = []) => {
    const words = list.map((word) => (/^(unsafe|sha)/.test(word) ? `'${word}'` : word));
    return (list.includes('unsafe-inline') ? words : [...words, `'nonce-${nonce}'`]).join(' '); // a nonce disables it
  };
  return [
    "default-src 'self'",
    "form-action 'self'",
    `frame-src 'self' https://api.media.atlassian.com ${from(external.frames)}`,
    `font-src 'self' ${from(external.fonts)}`,
    `img-src 'self' data: blob: ${PICTURES} ${from(external.images)}`,
    `media-src 'self' data: blob: https://api.media.atlassian.com ${from(external.media)}`,
    `connect-src 'self' ws://*.localhost:${port} ${from(external.fetch?.client)}`,
    `script-src 'self' ${own(content.scripts)} ${from(external.scripts)}`,
    `style-src 'self' ${own(content.styles)} ${from(external.styles)}`,
    `sandbox ${ALLOWED.replaceAll(/(^| )/g, '$1allow-')}`,
  ].join('; ');
}
