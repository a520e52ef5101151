import { expect, test, vi } from 'vitest';

import { loadData } from '../src/data';
import { sampleData } from '../src/sample';

// In place of Forge: every call is answered with the sample data. Write here what yours are answered.
vi.mock('@forge/bridge', () => {
  const text = () => Promise.resolve(JSON.stringify(sampleData));
  const json = () => Promise.resolve(sampleData);
  const request = () => Promise.resolve({ ok: true, status: 200, text, json });
  return {
    invoke: () => Promise.resolve(sampleData),
    invokeRemote: () => Promise.resolve({ status: 200, headers: {}, body: sampleData }),
    requestJira: request,
    requestConfluence: request,
    requestBitbucket: request,
    requestRemote: request,
  };
});

test('what is loaded can be sent to the views: it is JSON', async () => {
  const data = await loadData(undefined);
  expect(JSON.parse(JSON.stringify(data))).toEqual(data);
});
