// @ts-check
// The log: one sentence for each event. Its payload can be opened.
import { find, make } from './dom.js';

/** @import { Announcement, Entry, News, Row } from './types' */

const log = find('[role=log]');
let startedAt = 0;
/**
 * The last announcement of each data set. A repeated one is an answer to views that started later.
 *
 * @type {Map<string, string>}
 */
const announced = new Map();

/** The events of src/contract.ts with which script and views agree on the data. Those of another set end in its name. */
const HANDSHAKE = /^app\.(request-data|data-change)(?:\.(.+))?$/;

/** @type {(event: string, payload: any) => Partial<Row>} */
function sentenceOf(event, payload) {
  const [, what, set = ''] = HANDSHAKE.exec(event) ?? [];
  if (!what) return { kind: 'event', text: `sends ${event}` };
  if (what === 'request-data') {
    const text = payload?.reload ? 'asks to load again' : 'asks';
    return { kind: 'request', set, text: set ? `${text}: ${set}` : text };
  }
  const text = announcementOf(payload) + (set && ` of ${set}`);
  const isRepeated = announced.get(set) === payload.session + text;
  announced.set(set, payload.session + text);
  const failed = payload.status === 'error';
  return { kind: 'announce', set, payload, failed, text: isRepeated ? `${text.replace(/\.$/, '')}, repeated` : text };
}

/** @param {Announcement} announcement */
function announcementOf({ status, revision, error }) {
  if (status === 'loading') return `loads revision ${revision}`;
  if (status === 'ready') return `announced revision ${revision}`;
  return `could not load revision ${revision}: ${error}`;
}

/** @param {Entry} entry */
const itsText = ({ text }) => ({ text });

/** @type {Record<string, (entry: News) => Partial<Row>>} */
const SENTENCES = {
  problem: itsText,
  config: itsText,
  control: itsText,
  unsimulated: itsText,
  connect: () => ({ kind: 'start', text: 'starts' }),
  emit: ({ event = '', payload }) => sentenceOf(event, payload),
  call: ({ name }) => ({ text: `calls ${name}` }),
  answer: ({ name, ms }) => ({ text: `${name} answered in ${ms} ms` }),
  failure: ({ name, ms, reason }) => ({ text: `${name} failed after ${ms} ms: ${reason}` }),
  product: ({ from = 'resolver', text }) => ({ from, text }),
  change: ({ name, effect }) => ({ from: 'file', text: `${name} changed: ${effect}` }),
};

/** @type {Record<string, string>} Which number counts a row, by its kind. */
const COUNTERS = { call: 'calls', announce: 'announcements' };

/**
 * @param {News} entry
 * @returns {Row | undefined} the row that was added; nothing for events that are not logged.
 */
export function addRow(entry) {
  const payload = parsed(entry.payload);
  const sentence = SENTENCES[entry.kind]?.({ ...entry, payload });
  if (!sentence) return undefined;
  const row = { kind: entry.kind, from: entry.from, text: '', payload, ...sentence };
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(elementOf(row));
  if (isAtEnd) log.scrollTop = log.scrollHeight;
  const counter = COUNTERS[row.kind];
  if (counter) counterOf(counter).textContent = `${Number(counterOf(counter).textContent) + 1}`;
  return row;
}

/**
 * On Connect, messages are JSON text.
 *
 * @param {unknown} payload
 * @returns {unknown}
 */
function parsed(payload) {
  try {
    return typeof payload === 'string' ? JSON.parse(payload) : payload;
  } catch {
    return payload;
  }
}

/** @param {Row} row */
function elementOf({ kind, from = '', text, payload, failed }) {
  const time = make('time', `${Math.round(performance.now() - startedAt)}`);
  const parts = [time, make('b', from), make('span', text)];
  const row = payload
    ? make('details', make('summary', ...parts), make('pre', JSON.stringify(payload, null, 2)))
    : make('div', ...parts);
  row.dataset.kind = kind;
  row.toggleAttribute('data-failed', Boolean(failed));
  return row;
}

/** @param {string} name */
const counterOf = (name) => find(`[data-counter=${name}]`);

export function clearLog() {
  startedAt = performance.now();
  log.replaceChildren();
  for (const name of Object.values(COUNTERS)) counterOf(name).textContent = '0';
}
