import { expect, test } from 'vitest';
import './forge';
import { resolvers } from '../src/resolvers';
import { text, wholeNumber } from '../src/runtime/payload';

const CALLER = { accountId: 'an-account', installation: 'a-site' };

test('getData gives plain JSON, which is all that can travel to the views', async () => {
  const data = await resolvers.getData(undefined, CALLER);
  expect(data).toEqual(JSON.parse(JSON.stringify(data)));
});

test.each([undefined, null, 'text', [], {}, { id: 5 }, { id: '' }, { id: 'x'.repeat(11) }, { id: ['a'] }])(
  'a payload whose text is wrong is refused: %j',
  (payload) => {
    expect(() => text(payload, 'id', 10)).toThrow(expect.objectContaining({ kind: 'bad-request' }));
  },
);

test.each([{ count: '5' }, { count: 1.5 }, { count: 11 }, { count: -1 }, { count: null }, {}])(
  'a payload whose number is wrong is refused: %j',
  (payload) => {
    expect(() => wholeNumber(payload, 'count', 0, 10)).toThrow(expect.objectContaining({ kind: 'bad-request' }));
  },
);

test('a payload that is right gives its values', () => {
  expect([text({ id: 'todo' }, 'id'), wholeNumber({ count: 10 }, 'count', 0, 10)]).toEqual(['todo', 10]);
  expect(() => text({}, 'constructor')).toThrow('constructor must be');
});
