import { decodeProtectedHeader, type FlattenedJWSInput, type JWTVerifyGetKey } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createKeySet } from '../server/keySet';
import { startAtlassian, type Atlassian } from './server/atlassian';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const START = Date.now();
let atlassian: Atlassian;
const failed = vi.fn<(reason: string) => void>();
const fetched = vi.spyOn(globalThis, 'fetch');

beforeEach(async () => {
  vi.useFakeTimers({ now: START, toFake: ['Date'] });
  atlassian = await startAtlassian();
  failed.mockReset();
  fetched.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
  atlassian.close();
});

async function find(keySet: JWTVerifyGetKey, keyId = 'key-1') {
  const header = decodeProtectedHeader(await atlassian.sign({}, keyId));
  return keySet({ ...header, alg: 'RS256' }, {} as FlattenedJWSInput);
}

/** Looks for a key at a time after the start. @returns how many times the service has been asked. */
async function at(ms: number, keySet: JWTVerifyGetKey, keyId?: string): Promise<number> {
  vi.setSystemTime(START + ms);
  await find(keySet, keyId);
  return fetched.mock.calls.length;
}

/** The next reason for which keys could not be fetched. `expect.poll` would let time pass. */
const nextFailure = () => new Promise<string>((resolve) => failed.mockImplementationOnce(resolve));

const UNAVAILABLE = { status: 503, cause: { message: expect.stringContaining('answered 500') as string } };

test('keys are fetched once, even if many tokens come at the same time', async () => {
  const keySet = createKeySet(atlassian.keysUrl, failed);
  await Promise.all(Array.from({ length: 20 }, () => find(keySet)));
  expect(atlassian.service.asked).toBe(1);
});

test('300 tokens with unknown keys do not cause 300 requests', async () => {
  const keySet = createKeySet(atlassian.keysUrl, failed);
  const answers = await Promise.allSettled(Array.from({ length: 300 }, (_, index) => find(keySet, `key-${index + 2}`)));
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  expect(atlassian.service.asked).toBe(1);
});

test('a new key is found when the known ones are half a minute old', async () => {
  const keySet = createKeySet(atlassian.keysUrl, failed);
  await find(keySet);
  atlassian.service.keyIds = ['key-1', 'key-2'];
  await expect(at(30 * SECOND - 1, keySet, 'key-2')).rejects.toThrow('no applicable key');
  expect(await at(30 * SECOND, keySet, 'key-2')).toBe(2);
});

test('keys are fetched again after ten minutes; while that fails, known ones are used, and half a minute passes between', async () => {
  const keySet = createKeySet(atlassian.keysUrl, failed);
  expect([await at(0, keySet), await at(10 * MINUTE, keySet)]).toEqual([1, 1]);
  atlassian.service.failing = true;
  const failedAt = 10 * MINUTE + 1;
  const failure = nextFailure();
  expect(await at(failedAt, keySet)).toBe(2);
  expect(await failure).toContain('answered 500');
  expect(await at(failedAt + 30 * SECOND - 1, keySet)).toBe(2);
  expect(await at(failedAt + 30 * SECOND, keySet)).toBe(3);
});

test('without keys, the server is unavailable, and asks again after two seconds', async () => {
  atlassian.service.failing = true;
  const keySet = createKeySet(atlassian.keysUrl, failed);
  for (const ms of [0, 2 * SECOND - 1]) await expect(at(ms, keySet)).rejects.toMatchObject(UNAVAILABLE);
  expect(fetched).toHaveBeenCalledOnce();
  atlassian.service.failing = false;
  expect(await at(2 * SECOND, keySet)).toBe(2);
});

test('keys that are older than a day are not used', async () => {
  const keySet = createKeySet(atlassian.keysUrl, failed);
  await find(keySet);
  atlassian.service.failing = true;
  const failure = nextFailure();
  await at(DAY, keySet);
  await failure;
  await expect(at(DAY + 1, keySet)).rejects.toMatchObject(UNAVAILABLE);
  atlassian.service.failing = false;
  expect(await at(DAY + 2 * SECOND, keySet)).toBe(3);
});
