// What functions reach in the preview: the front ends by Realtime, with the real @forge/realtime and @forge/bridge.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failed, withBridge } from './bridge.mjs';
import { expect, rows, untilRow } from './page.mjs';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs `use` in a view that can call these functions, too. */
async function withFunctions(its, imports, functions, use) {
  const file = join(its.project.dir, 'src/index.ts');
  const before = readFileSync(file, 'utf8');
  const handlers = `export const handler = makeHandler({ ...resolvers, ${functions} } as never);`;
  try {
    writeFileSync(file, `${imports}\n${before.replace(/export const handler = .*/, handlers)}`);
    await withBridge(its, use);
  } finally {
    writeFileSync(file, before);
    await sleep(300);
  }
}

const REALTIME = `import { publish, publishGlobal, signRealtimeToken } from '@forge/realtime';
import { getAppContext } from '@forge/api';`;
const FUNCTIONS = `
  sign: ({ channel, claims, permissions }: any) => signRealtimeToken(channel, claims, permissions),
  tell: ({ channel, payload, options }: any) => publish(channel, payload, options),
  tellAll: ({ channel, payload, options }: any) => publishGlobal(channel, payload, options),
  context: async () => ({ moduleKey: getAppContext().moduleKey, type: getAppContext().environmentType }),`;

/** A function's events reach the front ends that listen to that channel, with a token of the same claims. */
export async function published(its) {
  const { page } = its;
  await withFunctions(its, REALTIME, FUNCTIONS, async (run) => {
    await run(`void (globalThis.heard = [], globalThis.hear = (name) => (payload) => heard.push(name + ' ' + JSON.stringify(payload)))`);
    const token = (claims, permissions, channel = 'news') =>
      run(`bridge.invoke('sign', given).then(({ token }) => token)`, { channel, claims, permissions });
    const listen = (name, options, how = 'subscribe') =>
      run(failed(`bridge.realtime.${how}('news', hear('${name}'), given)`), options);
    const tell = (payload, options, name = 'tell') => run(`bridge.invoke('${name}', given)`, { channel: 'news', payload, options });
    const reader = await token({ team: 'a', of: [1] }, ['subscribe']);
    await listen('own');
    await listen('issue', { contextOverrides: ['issue'] });
    await listen('a', { token: reader });
    await listen('b', { token: await token({ team: 'b' }) });
    await listen('all', undefined, 'subscribeGlobal');
    await listen('all-a', { token: reader }, 'subscribeGlobal');

    const { eventId, eventTimestamp } = await tell({ n: 1 });
    expect(eventId && Number(eventTimestamp) > 1e12, `publish returns ${eventId} ${eventTimestamp}`);
    await untilRow(page, 'event', 'sends news');
    const [sender] = await rows(page, 'event').filter({ hasText: 'sends news' }).locator('b').allInnerTexts();
    expect(sender === 'resolver', `${sender} sends it`);
    const writer = await token({ of: [1], team: 'a' }, ['publish']);
    await tell('2', { token: writer });
    await tell('3', undefined, 'tellAll');
    await tell('4', { token: writer }, 'tellAll');
    await tell('5', { contextOverrides: ['issue'] });
    await run(`bridge.realtime.publish('news', '6', { token: given })`, writer);

    const wrong = [
      [{ token: 'made.up.token' }, 'INVALID_TOKEN'],
      [{ token: writer }, 'MISSING_PERMISSION'],
      [{ token: await token({}, undefined, 'other') }, 'CHANNEL_NAME_MISMATCH'],
    ];
    for (const [options, code] of wrong) {
      const message = `Realtime token validation failed: ${code}`;
      expect((await listen('never', options)) === message, `${code}: ${await listen('never', options)}`);
      await untilRow(page, 'problem', `cannot subscribe to news: ${message}`);
    }
    const { eventId: none, errors } = await run(`bridge.realtime.publish('news', 'x', { token: given })`, reader);
    expect(none === null && errors[0].message.endsWith('MISSING_PERMISSION'), `publish returns ${JSON.stringify(errors)}`);
    const refused = await tell('x', { token: reader });
    expect(refused.eventId === null && refused.errors[0].message.endsWith('MISSING_PERMISSION'), JSON.stringify(refused));

    await sleep(300);
    const heard = await run('heard');
    const list = 'own {"n":1},a "2",all "3",all-a "4",issue "5",a "6"';
    expect(heard.join() === list, `the view hears ${heard}`);
    const { moduleKey, type } = await run(`bridge.invoke('context')`);
    expect(moduleKey.endsWith('-view') && type === 'DEVELOPMENT', `the function's module is ${moduleKey}`);
  });
}
