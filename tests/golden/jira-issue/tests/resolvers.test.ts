import { expect, test } from 'vitest';
import type { SharedData } from '../src/contract';
import { handler } from '../src';

function call(functionKey: string, accountId?: string) {
  return handler({ call: { functionKey }, context: {} }, { principal: { accountId } });
}

test('getData gives what the views show', async () => {
  const data = (await call('getData', 'an-account')) as SharedData;
  expect(Date.parse(data.loadedAt)).not.toBeNaN();
  expect(data.items.length).toBeGreaterThan(0);
});

test('a name that is not in the contract is refused', async () => {
  await expect(call('dropTables')).rejects.toThrow('dropTables');
});
