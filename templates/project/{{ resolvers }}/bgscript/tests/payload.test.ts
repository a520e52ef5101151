import { expect, test } from 'vitest';
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
  expect([text({ id: 'todo' }, 'id'), wholeNumber({ count: 10 }, 'count', 0, 10)]).toEqual(['todo', 10]);
  expect(() => text({}, 'constructor')).toThrow('constructor must be');
});
