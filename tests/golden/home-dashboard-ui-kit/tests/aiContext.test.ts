import { expect, test, vi } from 'vitest';
import { handler } from '../src/aiContext';
import { resolvers } from '../src/resolvers';

test('the AI gets what an unknown caller may see, as JSON', async () => {
  const getData = vi.spyOn(resolvers, 'getData');
  const context = await handler();
  expect(getData).toHaveBeenCalledWith(undefined, {});
  expect(JSON.parse(JSON.stringify(context))).toEqual(await getData.mock.results[0]?.value);
});
