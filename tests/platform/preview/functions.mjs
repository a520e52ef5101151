// What functions reach in the preview: the front ends by Realtime, with the real @forge/realtime and @forge/bridge.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withManifest } from './beyond.mjs';
import { failed, withBridge } from './bridge.mjs';
import { editsAreSeen, expect, rows, until, untilRow } from './page.mjs';

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
    await editsAreSeen(its);
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

    const list = 'own {"n":1},a "2",all "3",all-a "4",issue "5",a "6"';
    await until(async () => {
      const heard = await run('heard');
      expect(heard.join() === list, `the view hears ${heard}`);
    });
    const { moduleKey, type } = await run(`bridge.invoke('context')`);
    expect(moduleKey.endsWith('-view') && type === 'DEVELOPMENT', `the function's module is ${moduleKey}`);
  });
}

const QUEUE = `import { appEvents, Queue } from '@forge/events';
import { authorize, permissions } from '@forge/api';
import { publish, publishGlobal } from '@forge/realtime';
const queue = new Queue({ key: 'work' });
export async function work({ body, jobId }: any) {
  if (body.fails) throw new Error('too heavy');
  const { errors } = await publish('done', 'x');
  await publishGlobal('done', [body.n, jobId, errors?.[0]?.message].join());
}`;
const PUSH = `
  push: (events: any) => queue.push(events),
  pushElsewhere: () => new Queue({ key: 'none' }).push({ body: {} }),
  stats: ({ jobId }: any) => queue.getJob(jobId).getStats(),
  cancel: async ({ jobId }: any) => { await queue.cancel(jobId); return {}; },
  tellApps: () => appEvents.publish({ key: 'news' }),
  may: async () => ({ scope: permissions.hasScope('read:made-up'), user: typeof authorize().onJira }),`;

/** An event of a queue runs its consumer of manifest.yml, which no front end has called; what is not simulated is a row. */
export async function queues(its) {
  const { page } = its;
  const change = ({ modules }) => {
    modules.consumer = [{ key: 'worker', queue: 'work', function: 'work' }];
    modules.function.push({ key: 'work', handler: 'index.work' });
  };
  await withManifest(its, change, () =>
    withFunctions(its, QUEUE, PUSH, async (run) => {
      const call = (name, given) => run(`bridge.invoke('${name}', given)`, given);
      await run(`(globalThis.heard = [], bridge.realtime.subscribeGlobal('done', (text) => heard.push(text)).then(() => {}))`);
      const { jobId } = await call('push', [{ body: { n: 1 } }, { body: { n: 2 }, delayInSeconds: 900 }, { body: { fails: true } }]);
      await untilRow(page, 'product', 'the queue work: gets an event');
      await untilRow(page, 'problem', 'the queue work: too heavy. Forge would try again');
      await untilRow(page, 'problem', 'cannot publish to done: Error publishing event to channel. No front end has called this function');
      await untilRow(page, 'product', 'the queue work: index.work is done');
      const first = await call('stats', { jobId });
      expect(JSON.stringify(first) === '{"success":1,"inProgress":1,"failed":1}', `the job is ${JSON.stringify(first)}`);
      const begun = performance.now();
      const { jobId: other } = await call('push', { body: { n: 3 }, delayInSeconds: 2 });
      await call('cancel', { jobId: other });
      const isInTime = performance.now() - begun < 2_000; // else it was done before
      const { jobId: later } = await call('push', { body: { n: 4 }, delayInSeconds: 2 });
      const sent = (n, job) => `${n},${job},Error publishing event to channel.`;
      const all = [sent(1, jobId), ...(isInTime ? [] : [sent(3, other)]), sent(4, later)].join('; ');
      await until(async () => {
        const heard = (await run('heard')).join('; ');
        expect(heard === all, `it hears ${heard}`);
      });
      await until(async () => expect((await call('stats', { jobId: later })).success === 1, 'the later event is not done'));

      await call('pushElsewhere');
      await untilRow(page, 'problem', 'the queue none: manifest.yml has no consumer with a function for it');
      const { type, errorMessage } = await call('tellApps');
      expect(type === 'error' && errorMessage.startsWith('not simulated here'), `appEvents.publish returns ${errorMessage}`);
      await untilRow(page, 'unsimulated', 'not simulated here: appEvents.publish. Other apps of a site hear app events');
      const { scope, user } = await call('may');
      expect(scope === false && user === 'function', `it may ${scope} ${user}`);
    }),
  );
}
