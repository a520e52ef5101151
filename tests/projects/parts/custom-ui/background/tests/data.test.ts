import { expect, test, vi } from 'vitest';
import { loadData } from '../src/data';
import { sampleData } from '../src/sample';

// In place of Forge: what your resolver answers.
vi.mock('@forge/bridge', () => ({ invoke: () => Promise.resolve(sampleData) }));

test('what is loaded can be sent to the views: it is JSON', async () => {
  const data = await loadData(undefined);
  expect(JSON.parse(JSON.stringify(data))).toEqual(data);
});
