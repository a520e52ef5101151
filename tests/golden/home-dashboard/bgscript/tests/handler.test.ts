import { describe, expect, test, vi } from 'vitest';
import type { Caller } from '../../src/contract';
import './forge';
import { handler } from '../../src';
import { makeHandler } from '../platform/handler';
import { resultOf } from '../platform/refusal';
import { resolvers } from '../../src/resolvers';
import { CallError } from '../runtime/callError';
import type { Handlers } from '../runtime/resolvers';

/** What Forge adds to a call. */
const RUNTIME = {
  principal: { accountId: 'an-account' },
  license: { active: true, type: 'COMMERCIAL' },
  installation: { ari: { installationId: 'a-site' } },
};

const call = (functionKey: string, payload?: object) => ({ call: { functionKey, payload }, context: {} });

/** The handler around one resolver of any kind, whatever the contract has. */
function handlerOf(name: string, resolve: (payload: unknown, caller: Caller) => Promise<unknown>) {
  return makeHandler({ [name]: resolve } as unknown as Handlers);
}

test('the handler finds every resolver of the contract', async () => {
  for (const name of Object.keys(resolvers)) {
    const reached = await handler(call(name), RUNTIME).catch((reason: Error) => reason);
    expect(String(reached)).not.toContain('There is no resolver');
  }
});

test('a resolver gets the payload, and the caller from Forge', async () => {
  const rename = vi.fn().mockResolvedValue({ done: true });
  const payload = { id: 'todo', accountId: 'somebody-else' };
  const result = await handlerOf('rename', rename)(call('rename', payload), RUNTIME);
  expect(result).toEqual({ done: true });
  expect(rename).toHaveBeenCalledExactlyOnceWith(payload, {
    accountId: 'an-account',
    accountType: undefined,
    license: { active: true },
    installation: 'ari:cloud:ecosystem::installation/a-site',
  });
});

test('the context that comes with a call cannot name another account, license or installation', async () => {
  const whoami = vi.fn().mockResolvedValue({});
  const context = {
    accountId: 'somebody-else',
    license: { active: true },
    installation: { ari: { installationId: 'x' } },
  };
  await handlerOf('whoami', whoami)({ call: { functionKey: 'whoami' }, context }, {});
  expect(whoami.mock.lastCall?.[1]).toEqual({});
});

test.each([{ active: false }, {}])('a license is active only if Forge says so: %j', async (license) => {
  const whoami = vi.fn().mockResolvedValue({});
  await handlerOf('whoami', whoami)(call('whoami'), { license, installation: {} });
  expect(whoami.mock.lastCall?.[1]).toEqual({ license: { active: false } });
});

describe('an anonymous visitor has no account', () => {
  test.each([
    ['by Forge’s text for an account', {}, { principal: { accountId: 'unidentified' } }],
    ['by account type', { accountType: 'anonymous' }, RUNTIME],
  ])('%s', async (_, context, runtime) => {
    const whoami = vi.fn().mockResolvedValue({});
    await handlerOf('whoami', whoami)({ call: { functionKey: 'whoami' }, context }, runtime);
    expect(whoami.mock.lastCall?.[1]).toMatchObject({ accountId: undefined, accountType: 'anonymous' });
  });
});

test.each(['dropTables', 'constructor', 'toString', '__proto__', ''])('the name %j is refused', async (name) => {
  await expect(handler(call(name), RUNTIME)).rejects.toThrow(`There is no resolver '${name}'.`);
});

test.each([
  ['rejects', () => Promise.reject(new CallError('forbidden', 'Ask your administrator.'))],
  [
    'throws',
    () => {
      throw new CallError('forbidden', 'Ask your administrator.');
    },
  ],
])('a refusal reaches the caller with its kind: the resolver %s', async (_, refuse) => {
  const answer = await handlerOf('refuse', refuse)(call('refuse'), RUNTIME);
  expect(() => resultOf(answer)).toThrow(new CallError('forbidden', 'Ask your administrator.'));
});

test('any other error stays an error of the function', async () => {
  const fail = () => Promise.reject(new Error('a mistake'));
  await expect(handlerOf('fail', fail)(call('fail'), RUNTIME)).rejects.toThrow('a mistake');
});
