import { beforeEach, expect, test, vi } from 'vitest';
import { calls } from './host';
import { refusalOf } from '../platform/refusal';
import { invoke } from '../platform/resolver';
import { CallError } from '../runtime/callError';

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

test('a refusal of the resolver is a CallError of its kind', async () => {
  host.mockResolvedValue(JSON.parse(JSON.stringify(refusalOf(new CallError('forbidden', 'Not you.')))));
  await expect(invoke('getData')).rejects.toEqual(new CallError('forbidden', 'Not you.'));
});

test('any other failure is a CallError of the kind failed', async () => {
  host.mockRejectedValue(new Error('There was an error invoking the function'));
  const error = await invoke('getData').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CallError);
  expect(error).toMatchObject({ kind: 'failed', message: 'There was an error invoking the function' });
});
