// @ts-check
// What the preview answers to a call of a product, of a remote or of the Teamwork Graph: what the owner's
// preview/product.mjs says, else a sample answer, else 404.
import { existsSync } from 'node:fs';

/** @import { Backend, ProductCall, Reply } from '../preview/types' */

const NAME = 'preview/product.mjs';
const FILE = new URL(`../../${NAME}`, import.meta.url);

/**
 * @param {ProductCall} request
 * @param {Backend} backend
 * @returns {Promise<Reply>}
 */
export async function requestProduct(request, { load, report }) {
  const { product, path, init } = request;
  const method = init?.method ?? 'GET';
  const row = { kind: 'product', from: request.from ?? 'resolver' };
  const call = `${product} ${method === 'GET' ? '' : `${method} `}${path}`;
  try {
    const own = await askOwner(request);
    const reply = own ?? (await askSamples(load, { ...request, method }));
    const { status, body } = { status: reply ? 200 : 404, body: {}, ...reply };
    const where = own ? '' : reply ? ', a sample of bgscript/host/answers.ts' : `. ${adviceOn(method, path)}`;
    report({ ...row, text: `${call}: ${status}${where}` });
    return { status, body };
  } catch (error) {
    const text = `${call}: 500, because ${NAME} fails: ${error instanceof Error ? error.message : error}`;
    report({ ...row, kind: 'problem', text });
    return { status: 500, body: {} };
  }
}

/**
 * @param {ProductCall} request
 * @returns {Promise<Partial<Reply> | undefined>}
 */
async function askOwner(request) {
  const { default: answer } = existsSync(FILE) ? await import(`${FILE}?${Date.now()}`) : {};
  return (await answer?.(request)) || undefined;
}

/**
 * @param {Backend['load']} load
 * @param {ProductCall & { method: string }} request
 * @returns {Promise<Partial<Reply> | undefined>}
 */
async function askSamples(load, { product, method, path, init }) {
  const { answerTo } = /** @type {typeof import('./answers')} */ (await load('/bgscript/host/answers.ts'));
  const response = await answerTo({ product, as: 'none', method, path, body: init?.body });
  return response && { status: response.status, body: await response.json() };
}

/** @type {(method: string, path: string) => string} */
function adviceOn(method, path) {
  const isIt = `path.startsWith('${path.replace(/\?.*/, '')}')`;
  const given =
    method === 'GET' ? `({ path }) => ${isIt}` : `({ path, init }) => init?.method === '${method}' && ${isIt}`;
  const example = `export default ${given} && { body: {} };`;
  return existsSync(FILE)
    ? `${NAME} does not answer it. An answer: ${example}`
    : `Write ${NAME} to answer it: ${example}`;
}
