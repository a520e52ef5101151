import { expect, test } from 'vitest';
import { resolvers } from '../src/resolvers';

test('getData gives what the views show', async () => {
  const data = await resolvers.getData(undefined, { accountId: 'an-account' });
  expect(Date.parse(data.loadedAt)).not.toBeNaN();
  expect(data.items.length).toBeGreaterThan(0);
});
