/* eslint-disable */
import { expect, test, vi } from 'vitest';
import { startScript } from '../script.js';

const { listeners, sent } = vi.hoisted(() => ({
  listeners: new Map<string, (payload: object) => void>(),
  sent: [] as object[],
}));

vi.mock('@forge/bridge', () => ({
  events: {
    emit: (event: string, payload: object) => Promise.resolve(sent.push({ event, ...payload })),
    on: (event: string, listener: (payload: object) => void) => {
      listeners.set(event, listener);
      return Promise.resolve({ unsubscribe: () => listeners.delete(event) });
    },
  },
  view: { getContext: () => Promise.resolve({ extension: {} }) },
}));

test('it loads once, announces what it loaded, and answers each view that asks later', async () => {
  const load = vi.fn(() => Promise.resolve({ items: ['one'] }));
  startScript(load);
  const answer = { event: 'app.data-change', status: 'ready', revision: 1, data: { items: ['one'] } };
  await expect.poll(() => sent.at(-1), { timeout: 20_000 }).toMatchObject(answer);
  sent.length = 0;
  listeners.get('app.request-data')!({});
  expect(sent).toEqual([expect.objectContaining(answer)]);
  expect(load).toHaveBeenCalledTimes(1);
});
