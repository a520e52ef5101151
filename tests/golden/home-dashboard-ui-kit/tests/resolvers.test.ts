import { expect, test } from 'vitest';
import '#bgscript/testFunctions';
import { resolvers } from '../src/resolvers';

const CALLER = { accountId: 'an-account', installation: 'a-site' };

test('getData returns plain JSON, because only JSON can be sent to the views', async () => {
  const data = await resolvers.getData(undefined, CALLER);
  expect(data).toEqual(JSON.parse(JSON.stringify(data)));
});
