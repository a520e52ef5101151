import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createInstallKeys } from '../server/installKeys';
import { startAtlassian, type Atlassian } from './server/atlassian';

let atlassian: Atlassian;

beforeEach(async () => {
  atlassian = await startAtlassian();
});
afterEach(() => atlassian.close());

const refusal = (status: number) => expect.objectContaining({ status }) as unknown;

test('a key is fetched once, even if several requests need it at the same time', async () => {
  const keys = createInstallKeys(atlassian.keysUrl);
  const [one, two] = await Promise.all([keys(atlassian.keyId), keys(atlassian.keyId)]);
  expect(one).toBe(two);
  expect(await keys(atlassian.keyId)).toBe(one);
  expect(atlassian.service.asked).toBe(1);
});

test('a failure is remembered for a short time, then the service is asked again', async () => {
  const keys = createInstallKeys(atlassian.keysUrl, 200);
  atlassian.service.failing = true;
  await expect(keys(atlassian.keyId)).rejects.toEqual(refusal(503));
  atlassian.service.failing = false;
  await expect(keys(atlassian.keyId)).rejects.toEqual(refusal(503));
  expect(atlassian.service.asked).toBe(1);
  await expect
    .poll(() =>
      keys(atlassian.keyId).then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});

test('300 unknown keys do not cause 300 requests, and a known key still works', async () => {
  const keys = createInstallKeys(atlassian.keysUrl);
  await keys(atlassian.keyId);
  const answers = await Promise.allSettled(Array.from({ length: 300 }, () => keys(randomUUID())));
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  expect(atlassian.service.asked).toBe(10);
  await expect(keys(randomUUID())).rejects.toEqual(refusal(503));
  await keys(atlassian.keyId);
});

test.each(['', '../keys', 'a', `${randomUUID()}/..`, 'constructor'])(
  '%j is not a key id, and the service is not asked',
  async (keyId) => {
    await expect(createInstallKeys(atlassian.keysUrl)(keyId)).rejects.toEqual(refusal(401));
    expect(atlassian.service.asked).toBe(0);
  },
);

test('an endless answer is not read to its end', async () => {
  atlassian.service.endless = true;
  const failure = await createInstallKeys(atlassian.keysUrl)(atlassian.keyId).catch((reason: unknown) => reason);
  expect(failure).toMatchObject({ status: 503, cause: { message: expect.stringContaining('more than') as string } });
});
