import { expect, test } from 'vitest';
import { CallError, kindOf } from '../runtime/callError';
import { text, wholeNumber } from '../runtime/payload';

test.each([undefined, null, 'text', [], {}, { id: 5 }, { id: '' }, { id: 'x'.repeat(11) }, { id: ['a'] }])(
  'a payload with a wrong string is refused: %j',
  (payload) => {
    expect(() => text(payload, 'id', 10)).toThrow(expect.objectContaining({ kind: 'bad-request' }));
  },
);

test.each([{ count: '5' }, { count: 1.5 }, { count: 11 }, { count: -1 }, { count: null }, {}])(
  'a payload with a wrong number is refused: %j',
  (payload) => {
    expect(() => wholeNumber(payload, 'count', 0, 10)).toThrow(expect.objectContaining({ kind: 'bad-request' }));
  },
);

test('the values of a valid payload are returned', () => {
  expect([text({ id: 'todo' }, 'id'), text({ id: 'todo' }, 'id', 4)]).toEqual(['todo', 'todo']);
  expect([0, 10].map((count) => wholeNumber({ count }, 'count', 0, 10))).toEqual([0, 10]);
  expect(() => text({}, 'constructor')).toThrow('constructor must be');
  expect(() => wholeNumber({}, 'count', 0, 10)).toThrow('count must be a whole number from 0 to 10');
});

test.each([
  ['bad-request', [400, 413, 415, 422]],
  ['unauthorised', [401]],
  ['forbidden', [403]],
  ['not-found', [404]],
  ['unavailable', [429, 502, 503, 504]],
  ['failed', [200, 302, 418, 500, 501]],
] as const)('%s is what the statuses %j mean', (kind, statuses) => {
  for (const status of statuses) expect(kindOf(status)).toBe(kind);
});

test('an error of a call has its kind as a text, and as a status', () => {
  expect(new CallError('forbidden')).toMatchObject({ name: 'CallError', message: 'forbidden', status: 403 });
});
