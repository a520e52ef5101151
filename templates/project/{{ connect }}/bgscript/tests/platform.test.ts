import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { host } from './host';
import { channel } from '../platform/events';
import { invoke } from '../platform/resolver';

const AP = (globalThis as { AP?: object }).AP;

beforeEach(() => {
  host.reset(true);
});
afterEach(() => {
  Object.assign(globalThis, { AP });
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('messages are sent as JSON text, so that nothing in them is lost', async () => {
  const wire: unknown[] = [];
  host.listeners.set('app.request-data', new Set([(message) => wire.push(message)]));
  await channel.emit('app.request-data', { reload: true });
  expect(wire).toEqual(['{"reload":true}']);
});

test('a listener that throws, or a message that is not JSON, does not stop the listeners after it', async () => {
  const errors = vi.spyOn(console, 'error').mockReturnValue();
  const heard = vi.fn();
  await channel.on('app.request-data', () => {
    throw new Error('mine alone');
  });
  await channel.on('app.request-data', heard);
  await channel.emit('app.request-data', {});
  for (const listener of host.listeners.get('app.request-data') ?? []) listener('no JSON');
  expect(heard).toHaveBeenCalledOnce();
  expect(errors).toHaveBeenCalledTimes(3);
});

test.each([
  ['without all.js', undefined],
  ['outside Jira', {}],
])('%s, listening and sending fail with a clear message', async (_, ap) => {
  Object.assign(globalThis, { AP: ap });
  await expect(channel.emit('app.request-data', {})).rejects.toThrow('inside Jira');
  await expect(channel.on('app.request-data', vi.fn())).rejects.toThrow('inside Jira');
  await expect(invoke('getData')).rejects.toThrow('inside Jira');
});

test('a resolver is called with a context token; an answer without success is an error', async () => {
  Object.assign(globalThis, { AP: { context: { getToken: (give: (token: string) => void) => give('a-token') } } });
  const fetched = vi.fn<typeof fetch>().mockResolvedValueOnce(Response.json({ items: [] }));
  fetched.mockResolvedValueOnce(new Response(null, { status: 401 }));
  vi.stubGlobal('fetch', fetched);
  expect(await invoke('getData')).toEqual({ items: [] });
  expect(fetched).toHaveBeenCalledWith('/api/getData', expect.objectContaining({ method: 'POST', body: 'null' }));
  expect(fetched.mock.calls[0]?.[1]?.headers).toMatchObject({ authorization: 'JWT a-token' });
  await expect(invoke('getData')).rejects.toThrow('401');
});
