import { expect, test, vi } from 'vitest';
import { handler } from '../src';
import { resolvers } from '../src/resolvers';

const BACKEND = { principal: { accountId: 'an-account' } };

test('a call reaches the resolver of its name, with who calls as Forge says it', async () => {
  const getData = vi.spyOn(resolvers, 'getData');
  const payload = { accountId: 'somebody-else' };
  const data = await handler({ call: { functionKey: 'getData', payload }, context: { cloudId: 'a-site' } }, BACKEND);
  expect(data).toHaveProperty('items');
  expect(getData).toHaveBeenCalledWith(payload, { accountId: 'an-account', installation: 'a-site' });
});

test('a name that is not in the contract is refused', async () => {
  await expect(handler({ call: { functionKey: 'dropTables' }, context: {} }, BACKEND)).rejects.toThrow('dropTables');
});
