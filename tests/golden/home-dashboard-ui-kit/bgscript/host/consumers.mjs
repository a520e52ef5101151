// @ts-check
// What the preview does with an event that a function pushes with @forge/events: runs the consumer of manifest.yml, after
// the delay. Forge runs a consumer that has failed again; here a row says so.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** @import { Backend } from '../preview/types' */
/** @import { Pushed, Queues } from './queues' */
/** @typedef {(run: () => Promise<unknown>) => Promise<unknown>} Run runs a function that no front end has called */
/** @typedef {{ key: string, handler: string, queue?: string, function?: string }} Entry */

/**
 * @param {Backend} backend
 * @param {string} path
 * @param {RequestInit} init
 * @param {Run} run
 * @returns {Promise<Response | undefined>} undefined where the call is not about a queue
 */
export async function requestQueue(backend, path, init, run) {
  if (!path.startsWith('/webhook/queue/')) return undefined;
  const { queues } = /** @type {typeof import('./queues')} */ (await backend.load('/bgscript/host/queues.ts'));
  queues.onPush = (event) => {
    say(backend, event, 'gets an event', event.body);
    setTimeout(() => consume(backend, queues, event, run), 1000 * (event.delayInSeconds ?? 0));
  };
  return queues.answer(path, JSON.parse(String(init.body)));
}

/** @type {(backend: Backend, queues: Queues, event: Pushed, run: Run) => Promise<void>} */
async function consume(backend, queues, event, run) {
  if (!queues.isDue(event)) return;
  try {
    const handler = handlerOf(event.queueName);
    const result = await run(() => call(backend, handler, event));
    const again = /** @type {{ _retry?: boolean } | undefined} */ (result)?._retry;
    queues.end(event, again ? 'failed' : 'success');
    say(backend, event, again ? `${handler} asks to run again: not simulated here` : `${handler} is done`);
  } catch (error) {
    queues.end(event, 'failed');
    const text = `the queue ${event.queueName}: ${error instanceof Error ? error.message : error}`;
    backend.report({ kind: 'problem', from: 'resolver', text: `${text}. Forge would try again` });
  }
}

/**
 * @param {string} queue
 * @throws where manifest.yml has no consumer of this queue
 */
function handlerOf(queue) {
  /** @type {{ consumer?: Entry[], function?: Entry[] }} */
  const { consumer = [], function: functions = [] } = parse(readFileSync('manifest.yml', 'utf8')).modules;
  const name = consumer.find((each) => each.queue === queue)?.function;
  const handler = functions.find(({ key }) => key === name)?.handler;
  if (!handler) throw new Error('manifest.yml has no consumer with a function for it');
  return handler;
}

/** @type {(backend: Backend, handler: string, event: Pushed) => Promise<unknown>} */
async function call({ load }, handler, event) {
  const [file, name = ''] = handler.split('.');
  const { [name]: consumer } = await load(`/src/${file}`);
  if (typeof consumer !== 'function') throw new Error(`src/${file} exports no ${name}`);
  return consumer(event, { installContext: 'preview' });
}

/** @type {(backend: Backend, event: Pushed, text: string, payload?: unknown) => void} */
function say({ report }, { queueName }, text, payload) {
  report({ kind: 'product', text: `the queue ${queueName}: ${text}`, payload });
}
