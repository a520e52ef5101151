// The log: one sentence for each event. Its payload can be opened.
const log = document.querySelector('[role=log]');
let startedAt;
/** The last announcement. A repeated one is an answer to views that started later. */
let announced;

const EVENTS = {
  'app.request-data': (payload) => ({ kind: 'request', text: payload?.reload ? 'asks to load again' : 'asks' }),
  'app.data-change': (payload) => {
    const { session, status, revision, error } = payload;
    const news = { loading: `loads revision ${revision}`, ready: `announced revision ${revision}` };
    const text = news[status] ?? `could not load revision ${revision}: ${error}`;
    const isRepeated = announced === session + text;
    announced = session + text;
    return { kind: 'announce', payload, text: isRepeated ? `${text}, repeated` : text };
  },
};
const asTold = ({ text }) => ({ text });
const SENTENCES = {
  ...{ problem: asTold, config: asTold, control: asTold, unsimulated: asTold },
  connect: () => ({ kind: 'start', text: 'starts' }),
  emit: ({ event, payload }) => EVENTS[event]?.(payload) ?? { kind: 'event', text: `sends ${event}` },
  call: ({ name }) => ({ text: `calls ${name}` }),
  answer: ({ name, ms }) => ({ text: `${name} answered in ${ms} ms` }),
  failure: ({ name, ms, reason }) => ({ text: `${name} failed after ${ms} ms: ${reason}` }),
  product: ({ from = 'resolver', text, product, path, status, isAnswered }) => {
    const advice = isAnswered ? '' : '. Write preview/product.mjs to answer it';
    return { from, text: text ?? `${product} ${path}: ${status}${advice}` };
  },
  change: ({ name, effect }) => ({ from: 'file', text: `${name} changed: ${effect}` }),
};

/** @returns the row that was added; nothing for events that are not logged. */
export function addRow(entry) {
  const payload = parsed(entry.payload);
  const sentence = SENTENCES[entry.kind]?.({ ...entry, payload });
  if (!sentence) return undefined;
  const row = { kind: entry.kind, from: entry.from, payload, ...sentence };
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(elementOf(row));
  if (isAtEnd) log.scrollTop = log.scrollHeight;
  const counter = counterOf({ call: 'calls', announce: 'announcements' }[row.kind]);
  if (counter) counter.textContent = Number(counter.textContent) + 1;
  return row;
}

/** On Connect, messages are JSON text. */
function parsed(payload) {
  try {
    return typeof payload === 'string' ? JSON.parse(payload) : payload;
  } catch {
    return payload;
  }
}

function elementOf({ kind, from, text, payload }) {
  const parts = [make('time', `${Math.round(performance.now() - startedAt)}`), make('b', from), make('span', text)];
  const row = make(payload ? 'details' : 'div');
  row.dataset.kind = kind;
  if (payload) row.append(make('summary', ...parts), make('pre', JSON.stringify(payload, null, 2)));
  else row.append(...parts);
  return row;
}

function make(tag, ...content) {
  const element = document.createElement(tag);
  element.append(...content);
  return element;
}

const counterOf = (name) => document.querySelector(`[data-counter=${name}]`);

export function clearLog() {
  startedAt = performance.now();
  log.replaceChildren();
  for (const name of ['calls', 'announcements']) counterOf(name).textContent = '0';
}
