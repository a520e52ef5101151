// The log: what happened, in sentences. What a message carries is there to open.
const log = document.querySelector('[role=log]');
let startedAt;
/** The last announcement: what is announced again answers a view that came later. */
let announced;

const SENTENCES = {
  connect: () => ({ kind: 'start', text: 'starts' }),
  emit: ({ event, payload }) => (EVENTS[event] ?? (() => ({ kind: 'event', text: `sends ${event}` })))(payload),
  call: ({ name }) => ({ text: `calls ${name}` }),
  answer: ({ name, ms }) => ({ text: `${name} answered in ${ms} ms` }),
  failure: ({ name, ms, reason }) => ({ text: `${name} failed after ${ms} ms: ${reason}` }),
  problem: ({ text }) => ({ text }),
  config: ({ text }) => ({ text }),
  control: ({ text }) => ({ from: 'you', text }),
  product: ({ from = 'resolver', text, product, path, status, isAnswered }) => ({
    from,
    text: text ?? `${product} ${path}: ${status}${isAnswered ? '' : '. Write preview/product.mjs to answer it'}`,
  }),
  change: ({ name, effect }) => ({ from: 'file', text: `${name} changed: ${effect}` }),
};

const EVENTS = {
  'app.request-data': (payload) => ({ kind: 'request', text: payload?.reload ? 'asks to load again' : 'asks' }),
  'app.data-change': (payload) => {
    const { session, status, revision, error } = payload;
    const news = { loading: `loads revision ${revision}`, ready: `announced revision ${revision}` };
    const text = news[status] ?? `could not load revision ${revision}: ${error}`;
    const isRepeated = announced === `${session} ${text}`;
    announced = `${session} ${text}`;
    return { kind: 'announce', payload, text: isRepeated ? `${text}, repeated` : text };
  },
};

/** @returns the row that was added; nothing for what is no news to a reader. */
export function addRow(entry) {
  const payload = typeof entry.payload === 'string' ? JSON.parse(entry.payload) : entry.payload;
  const sentence = SENTENCES[entry.kind]?.({ ...entry, payload });
  if (!sentence) return undefined;
  const row = { kind: entry.kind, from: entry.from, payload, ...sentence };
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(elementOf(row));
  if (isAtEnd) log.scrollTop = log.scrollHeight;
  if (row.kind === 'call') count('calls');
  if (row.kind === 'announce') count('announcements');
  return row;
}

function elementOf({ kind, from, text, payload }) {
  const hasMore = payload !== undefined && payload !== null;
  const element = make(hasMore ? 'details' : 'div');
  element.dataset.kind = kind;
  const line = hasMore ? element.appendChild(make('summary')) : element;
  line.append(make('time', `${Math.round(performance.now() - startedAt)}`), make('b', from), make('span', text));
  if (hasMore) element.append(make('pre', JSON.stringify(payload, null, 2)));
  return element;
}

const make = (tag, textContent = '') => Object.assign(document.createElement(tag), { textContent });
const counterOf = (name) => document.querySelector(`[data-counter=${name}]`);

function count(name) {
  counterOf(name).textContent = Number(counterOf(name).textContent) + 1;
}

export function clearLog() {
  startedAt = performance.now();
  log.replaceChildren();
  for (const name of ['calls', 'announcements']) counterOf(name).textContent = '0';
}
