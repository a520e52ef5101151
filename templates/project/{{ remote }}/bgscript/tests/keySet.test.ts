import { decodeProtectedHeader, type FlattenedJWSInput, type JWTVerifyGetKey } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createKeySet } from '../server/keySet';
import { startAtlassian, type Atlassian } from './server/atlassian';

let atlassian: Atlassian;
const failed = vi.fn();

beforeEach(async () => {
  atlassian = await startAtlassian();
  failed.mockReset();
});
afterEach(() => atlassian.close());

async function find(keySet: JWTVerifyGetKey, keyId = 'key-1') {
  const header = decodeProtectedHeader(await atlassian.sign({}, keyId));
  return keySet({ ...header, alg: 'RS256' }, {} as FlattenedJWSInput);
}
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const TIMES = { freshMs: 60_000, pauseMs: 60_000, firstPauseMs: 60_000, usableMs: 60_000 };

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

test('a new key is found after a pause', async () => {
  const keySet = createKeySet(atlassian.keysUrl, failed, { ...TIMES, pauseMs: 50 });
  await find(keySet);
  atlassian.service.keyIds = ['key-1', 'key-2'];
  await wait(60);
  await find(keySet, 'key-2');
  expect(atlassian.service.asked).toBe(2);
});

test('a failed service is not asked again at once, and tokens of known keys are still accepted', async () => {
  const keySet = createKeySet(atlassian.keysUrl, failed, { ...TIMES, freshMs: 0 });
  await find(keySet);
  atlassian.service.failing = true;
  for (let turn = 0; turn < 5; turn++) {
    await find(keySet);
    await wait(20);
  }
  expect(atlassian.service.asked).toBe(2);
  expect(failed).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('answered 500'));
});

test('without keys, or with keys that are too old, the server is unavailable', async () => {
  atlassian.service.failing = true;
  const first = createKeySet(atlassian.keysUrl, failed, { ...TIMES, firstPauseMs: 100 });
  const reason = expect.objectContaining({ message: expect.stringContaining('answered 500') as string }) as Error;
  for (let turn = 0; turn < 3; turn++) await expect(find(first)).rejects.toMatchObject({ status: 503, cause: reason });
  expect(atlassian.service.asked).toBe(1);
  atlassian.service.failing = false;
  await wait(110);
  await find(first); // after the pause the service is asked again
  expect(atlassian.service.asked).toBe(2);
  const keySet = createKeySet(atlassian.keysUrl, failed, { ...TIMES, usableMs: 30 });
  await find(keySet);
  await wait(40);
  await find(keySet);
  expect(atlassian.service.asked).toBe(4);
  await wait(40);
  atlassian.service.failing = true;
  await expect(find(keySet)).rejects.toMatchObject({ status: 503, cause: reason });
});
