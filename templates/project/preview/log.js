// The log's sentences.

/** @returns the row for what happened, and nothing for what is no news to a reader. */
export function rowOf(entry) {
  const row = SENTENCES[entry.kind]?.(entry);
  return row && { kind: entry.kind, from: entry.from, payload: entry.payload, ...row };
}

const SENTENCES = {
  connect: () => ({ kind: 'start', text: 'starts' }),
  emit: ({ event, payload }) => (EVENTS[event] ?? sends)({ event, payload }),
  call: ({ name }) => ({ text: `calls ${name}` }),
  answer: ({ name, ms }) => ({ text: `${name} answered in ${ms} ms` }),
  failure: ({ name, ms, reason }) => ({ text: `${name} failed after ${ms} ms: ${reason}` }),
  problem: ({ text }) => ({ text }),
  config: ({ text }) => ({ text }),
  control: ({ text }) => ({ text }),
  product: ({ text, product, path, status, isAnswered }) => ({
    text: text ?? `${product} ${path}: ${status}${isAnswered ? '' : '. Write preview/product.mjs to answer'}`,
  }),
  change: ({ name, found, swapped, isCalled, isAbout }) => ({
    from: 'file',
    text: `${name} changed${isAbout ? '. Load this page again to see it' : changeOf(found, swapped, isCalled)}`,
  }),
};

const EVENTS = {
  'app.request-data': ({ payload }) => ({ kind: 'request', text: payload?.reload ? 'asks to load again' : 'asks' }),
  'app.data-change': ({ payload: { status, revision, error } }) => ({
    kind: 'announce',
    text: { loading: `loads revision ${revision}`, ready: `announced revision ${revision}`, error: `could not load: ${error}` }[status],
  }),
};

const sends = ({ event }) => ({ kind: 'event', text: `sends ${event}` });

function changeOf(found, swapped, isCalled) {
  if (swapped && found.length > 0) return ': put in its place';
  if (found.includes('background')) return ': the script starts again';
  return found.length > 0 ? ': the views start again' : isCalled ? '. The next call runs it' : '';
}
