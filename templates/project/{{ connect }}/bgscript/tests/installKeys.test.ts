import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createInstallKeys } from '../server/installKeys';
import { startAtlassian, type Atlassian } from './server/atlassian';

let atlassian: Atlassian;

beforeEach(async () => {
  atlassian = await startAtlassian();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  atlassian.close();
});

const refusal = (status: number, cause: unknown = expect.anything()) =>
  expect.objectContaining({ status, cause }) as unknown;

test('a key is fetched once, even if several requests need it at the same time', async () => {
  const keys = createInstallKeys(atlassian.keysUrl);
  const [one, two] = await Promise.all([keys(atlassian.keyId), keys(atlassian.keyId)]);
  expect(one).toBe(two);
  expect(await keys(atlassian.keyId)).toBe(one);
  expect(atlassian.service.asked).toBe(1);
});

test('a failure is remembered for a short time, then the service is asked again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const keys = createInstallKeys(atlassian.keysUrl);
  atlassian.service.failing = true;
  await expect(keys(atlassian.keyId)).rejects.toEqual(refusal(503));
  atlassian.service.failing = false;
  vi.advanceTimersByTime(4_999);
  await expect(keys(atlassian.keyId)).rejects.toEqual(refusal(503));
  expect(atlassian.service.asked).toBe(1);
  vi.advanceTimersByTime(1);
  expect(await keys(atlassian.keyId)).toBeDefined();
});

test('300 unknown keys do not cause 300 requests, and a known key still works', async () => {
  const keys = createInstallKeys(atlassian.keysUrl);
  await keys(atlassian.keyId);
  const answers = await Promise.allSettled(Array.from({ length: 300 }, () => keys(randomUUID())));
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  expect(atlassian.service.asked).toBe(10);
  await expect(keys(randomUUID())).rejects.toEqual(refusal(503, 'too many different install keys in one minute'));
  await keys(atlassian.keyId);
});

test('after a minute the service is asked for unknown keys again', async () => {
  const keys = createInstallKeys(atlassian.keysUrl);
  const start = Date.now();
  const at = async (seconds: number) => {
    vi.spyOn(Date, 'now').mockReturnValue(start + seconds * 1000);
    await Promise.allSettled(Array.from({ length: 5 }, () => keys(randomUUID())));
    return atlassian.service.asked;
  };
  expect([await at(0), await at(30), await at(59), await at(60), await at(89), await at(90)]).toEqual([
    5,
    10, // all that are allowed in a minute
    10,
    15, // the first five are a minute old
    15,
    20,
  ]);
  expect(await keys(atlassian.keyId).catch((reason: unknown) => reason)).toEqual(refusal(503));
  vi.spyOn(Date, 'now').mockReturnValue(start + 200_000);
  expect(await keys(atlassian.keyId)).toBeDefined();
});

test('it does not keep more than fifty keys', async () => {
  const keys = createInstallKeys(atlassian.keysUrl);
  await keys(atlassian.keyId);
  const start = Date.now();
  for (let minute = 1; minute <= 5; minute += 1) {
    vi.spyOn(Date, 'now').mockReturnValue(start + minute * 61_000);
    const unknown = await Promise.allSettled(Array.from({ length: 9 }, () => keys(randomUUID())));
    for (const { reason } of unknown as PromiseRejectedResult[])
      expect(reason).toEqual(refusal(401, 'Atlassian has no key with that id'));
    await keys(atlassian.keyId);
  }
  expect(atlassian.service.asked).toBe(46); // the known key once
  vi.spyOn(Date, 'now').mockReturnValue(start + 500_000);
  await Promise.allSettled(Array.from({ length: 5 }, () => keys(randomUUID())));
  await keys(atlassian.keyId);
  expect(atlassian.service.asked).toBe(52); // and once more, because it was forgotten with the others
});

test.each(['', '../keys', 'a', `${randomUUID()}/..`, `../${randomUUID()}`, 'constructor'])(
  '%j is not a key id, and the service is not asked',
  async (keyId) => {
    await expect(createInstallKeys(atlassian.keysUrl)(keyId)).rejects.toEqual(refusal(401, 'the key id is no UUID'));
    expect(atlassian.service.asked).toBe(0);
  },
);

test('an endless answer is not read to its end', async () => {
  atlassian.service.endless = true;
  const failure = await createInstallKeys(atlassian.keysUrl)(atlassian.keyId).catch((reason: unknown) => reason);
  expect(failure).toMatchObject({ status: 503, cause: { message: expect.stringContaining('more than') as string } });
});
