import { beforeEach, expect, test, vi } from 'vitest';
import { calls } from './host';
import { refusalOf } from '../platform/refusal';
import { invoke } from '../platform/resolver';
import { CallError } from '../runtime/callError';
import { CALL_LIMIT_MS } from '../runtime/limit';

const host = vi.fn<(data: unknown) => unknown>();
calls.invoke = host;

beforeEach(() => {
  host.mockReset();
});

test('the host gets the name of the function', async () => {
  host.mockResolvedValue({ a: 'result' });
  expect(await invoke('getData')).toEqual({ a: 'result' });
  expect(host).toHaveBeenCalledExactlyOnceWith({ functionKey: 'getData', payload: undefined, metadata: undefined });
});

test.each([null, 'a text', 5, false, [], {}])('the result %j is passed on', async (answer) => {
  host.mockResolvedValue(answer);
  expect(await invoke('getData')).toEqual(answer);
});

test('a call that takes too long is a CallError of the kind unavailable', async () => {
  vi.useFakeTimers();
  host.mockReturnValue(new Promise(() => undefined));
  const outcome = invoke('getData').catch((reason: unknown) => reason);
  await vi.advanceTimersByTimeAsync(CALL_LIMIT_MS);
  vi.useRealTimers();
  expect(await outcome).toMatchObject({ kind: 'unavailable', message: 'The call took longer than 30 s' });
});

test('a refusal of the resolver is a CallError of its kind', async () => {
  const answer = { $callError: { kind: 'forbidden', message: 'Not you.' } };
  expect(refusalOf(new CallError('forbidden', 'Not you.'))).toEqual(answer);
  host.mockResolvedValue(answer);
  await expect(invoke('getData')).rejects.toEqual(new CallError('forbidden', 'Not you.'));
});

test('any other failure is a CallError of the kind failed', async () => {
  const cause = new Error('There was an error invoking the function');
  host.mockRejectedValue(cause);
  const error = await invoke('getData').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CallError);
  expect(error).toMatchObject({ kind: 'failed', message: cause.message, cause });
});
