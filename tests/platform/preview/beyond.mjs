// What an app reaches beyond its own frames: products, remotes, other tabs, and pages of its own; with the real bridge.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { failed, frameOf, withBridge } from './bridge.mjs';
import { allAre, editsAreSeen, expect, open, rows, script, until, untilRow, views } from './page.mjs';

/** Runs `use` while the project's manifest has what `change` does to it. */
export async function withManifest(its, change, use) {
  const { project } = its;
  const file = join(project.dir, 'manifest.yml');
  const before = readFileSync(file, 'utf8');
  const manifest = parse(before);
  change(manifest);
  try {
    writeFileSync(file, stringify(manifest));
    await editsAreSeen(its);
    await use();
  } finally {
    writeFileSync(file, before);
    await editsAreSeen(its);
  }
}

const json = (code) => `${code}.then(async (response) => [response.status, await response.json()])`;

/** Samples ship; for another call a row says what to write, and that is enough; the same for remotes and the graph. */
export async function products(its) {
  const { page, project } = its;
  const folder = join(project.dir, 'preview');
  const write = (code) => writeFileSync(join(folder, 'product.mjs'), code);
  const addRemote = (manifest) => (manifest.remotes = [{ key: 'backend', baseUrl: 'https://example.com' }]);
  mkdirSync(folder);
  try {
    await withManifest(its, addRemote, () =>
      withBridge(its, async (run) => {
        const myself = json(`bridge.requestJira('/rest/api/3/myself?expand=groups')`);
        const [status, { issues }] = await run(json(`bridge.requestJira('/rest/api/3/search/jql?jql=x')`));
        expect(status === 200 && issues[0].key === 'DEMO-1', `the search finds ${status} ${JSON.stringify(issues)}`);
        await untilRow(page, 'product', 'jql=x: 200, a sample of bgscript/host/answers.ts');
        const [, { results }] = await run(json(`bridge.requestConfluence('/wiki/api/v2/spaces?limit=25')`));
        expect(results[0].key === 'DEMO', 'there is no space');
        expect((await run(json(`bridge.requestJira('/rest/api/3/search/jql', { method: 'POST' })`)))[0] === 404, 'POST is GET');

        expect((await run(myself))[0] === 404, 'a call without an answer is answered');
        const advice = await rows(page, 'product').filter({ hasText: '/rest/api/3/myself' }).locator('span').innerText();
        const [intro, code] = advice.split(' to answer it: ');
        expect(intro === 'jira /rest/api/3/myself?expand=groups: 404. Write preview/product.mjs', `the row says ${advice}`);
        write(code);
        expect((await run(myself)).join() === '200,[object Object]', 'what the row says is no answer');
        expect((await run(json(`bridge.requestJira('/rest/api/3/search/jql')`)))[0] === 200, 'the sample is gone');
        await run(json(`bridge.requestJira('/rest/api/3/field')`));
        await untilRow(page, 'product', 'jira /rest/api/3/field: 404. preview/product.mjs does not answer it. An answer: export');

        const graph = `bridge.requestTeamworkGraph('query { me }', { id: 1 })`;
        const { data, errors } = await run(graph);
        expect(data === null && errors.length === 1, 'the graph has no error');
        expect((await run(failed(`bridge.requestRemote('other', { path: '/x' })`))).includes("the remote 'other'"), 'an unknown remote answers');
        await untilRow(page, 'problem', "calls the remote 'other', which manifest.yml does not have");
        expect((await run(json(`bridge.requestRemote('backend', { path: '/x' })`)))[0] === 404, 'a remote without an answer answers');
        await untilRow(page, 'product', 'backend /x: 404');
        write(`export default ({ product, path, init: { body } }) =>
          product === 'backend' ? { status: 201, body: { path, sent: body } } : { body: { data: JSON.parse(body) } };`);
        expect((await run(graph)).data.variables.id === 1, 'the graph does not answer');
        const [created, body] = await run(json(`bridge.requestRemote('backend', { path: '/x', method: 'PUT', body: 'b' })`));
        expect(created === 201 && body.path === '/x' && body.sent === 'b', `the remote answers ${created} ${JSON.stringify(body)}`);
        write(`export default () => { throw new Error('too early'); };`);
        expect((await run(myself))[0] === 500, 'a failing answer is none');
        await untilRow(page, 'problem', '500, because preview/product.mjs fails: too early');
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A channel is the module's own on its page, or what overrides name; global ones are everybody's, in every tab. */
export async function realtime(its) {
  const { page, preview } = its;
  const about = (id) => `?context=${encodeURIComponent(JSON.stringify({ issue: { id } }))}`;
  await withBridge(its, async () => {
    await open(page, preview, about('1'));
    await allAre(page, 'ready');
    const run = frameOf(page, '.view');
    const inScript = frameOf(page, '.background');
    const publish = (from, payload, more = {}) =>
      from(`__bridge.callBridge('publishRealtimeChannel', given)`, { channelName: 'news', eventPayload: payload, ...more });
    await run(`(globalThis.heard = [], globalThis.subscriptions = Promise.all([
      bridge.realtime.subscribe('news', (payload) => heard.push('own ' + payload)),
      bridge.realtime.subscribe('news', (payload) => heard.push('issue ' + payload), { contextOverrides: ['issue'] }),
      bridge.realtime.subscribeGlobal('news', (payload) => heard.push('global ' + payload)),
    ])).then(() => {})`);
    const { eventId, eventTimestamp } = await run(`bridge.realtime.publish('news', 'a')`);
    expect(eventId && Number(eventTimestamp) > 1e12, `publish returns ${eventId} ${eventTimestamp}`);
    await publish(inScript, 'b'); // a channel of the script's
    await publish(inScript, 'c', { options: { contextOverrides: ['issue'] } });
    await publish(inScript, 'd', { isGlobal: true });
    await untilRow(page, 'event', 'sends news');

    const other = await page.context().newPage();
    await open(other, preview, about('2'));
    await allAre(other, 'ready');
    await publish(frameOf(other, '.view'), 'e');
    await publish(frameOf(other, '.view'), 'f', { options: { contextOverrides: ['issue'] } });
    await publish(frameOf(other, '.view'), 'g', { isGlobal: true });
    await run(`bridge.realtime.subscribe('news', (payload) => heard.push('late ' + payload), { replaySeconds: 3600 }).then(() => {})`);
    await until(async () => {
      const heard = await run('heard');
      expect(heard.sort().join() === 'global d,global g,issue c,late a,own a', `the view hears ${heard}`);
    });
    await other.close();
    await run(`subscriptions.then((all) => Promise.all(all.map((each) => each.unsubscribe())).then(() => {}))`);
    await publish(inScript, 'h', { isGlobal: true });
    await run(`bridge.realtime.publish('news', 'i')`);
    await until(async () => {
      const more = (await run('heard')).filter((text) => /[hi]$/.test(text));
      expect(more.join() === 'late i', `after the end of subscriptions, the view hears ${more}`);
    });
  });
}

const PAGE = '<!doctype html><script type="module" src="./index.tsx"></script><body><div id="root"></div></body>';
const DETAILS = `import * as bridge from '@forge/bridge';
document.getElementById('root').textContent = 'Details';
Object.assign(globalThis, { bridge });`;

/** A page of the app's own has no script, and its own address; a panel is not on a board. */
export async function pages(its) {
  const { page, preview, project } = its;
  const folder = join(project.dir, 'src/details');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'index.tsx'), DETAILS);
  const change = ({ modules, resources }) => {
    modules['jira:projectPage'] = [{ key: 'details', title: 'Details', resource: 'details' }];
    modules['jira:globalBackgroundScript'] = [{ key: 'global', resource: 'background', experience: ['board'] }];
    modules['jira:issuePanel'] = [{ key: 'panel', resource: 'view', title: 'Panel' }];
    resources.push({ key: 'details', path: 'build/details' });
  };
  try {
    await withManifest(its, change, async () => {
      await open(page, preview);
      await allAre(page, 'ready');
      const control = page.locator('[name=home]');
      await control.selectOption('All of Jira');
      await page.getByText('The script runs on these pages only: board. This app shows nothing there.').waitFor();
      await untilRow(page, 'announce', 'announced revision 1');
      expect((await views(page).count()) === 0, 'there is a panel on a board');
      await control.selectOption('Panel (jira:issuePanel)');
      await views(page).first().waitFor();
      expect(!(await script(page).isVisible()), 'a panel in the issue view has the script of boards');
      await control.selectOption('Details (jira:projectPage)');
      await page.frameLocator('iframe.view').getByText('Details').waitFor();
      expect(!(await script(page).isVisible()), 'a page of its own has a script');
      expect((await views(page).count()) === 1, 'the page is there more than once');
      await itsHistory(page);
      await page.goto('about:blank'); // what follows are edits
    });
  } finally {
    rmSync(folder, { recursive: true });
    await editsAreSeen(its);
  }
}

async function itsHistory(page) {
  const run = frameOf(page, '.view');
  const { moduleKey, extension } = await run('bridge.view.getContext()');
  expect(moduleKey === 'details' && extension.type === 'jira:projectPage' && extension.project.key === 'TEAM', `it is ${moduleKey}`);
  await run(`(globalThis.heard = [], bridge.view.createHistory().then((made) => {
    globalThis.made = made;
    made.listen(({ pathname, search, hash, state }, action) => heard.push([action, pathname + search + hash, state?.from].join(' ')));
  }))`);
  const at = async (path, what) => {
    await page.waitForFunction((hash) => location.hash === hash, `#${path}`);
    await until(async () => {
      const location = await run('made.location');
      expect(location.pathname === path.replace(/[?#].*/, ''), `${what}: ${JSON.stringify(location)}`);
    });
  };
  expect((await run('made.location')).pathname === '/', 'it does not begin at /');
  await run(`made.push('/items?sort=name#last', { from: 'start' })`);
  await at('/items?sort=name#last', 'push');
  await untilRow(page, 'product', 'goes to /items?sort=name#last');
  await run(`made.push({ pathname: '/items/2' })`);
  await at('/items/2', 'push of parts');
  await run(`made.replace('/items/3')`);
  await at('/items/3', 'replace');
  await run('made.goBack()');
  await at('/items?sort=name#last', 'goBack');
  await run('made.goForward()');
  await at('/items/3', 'goForward');
  await page.goBack();
  await at('/items?sort=name#last', "the browser's own button");
  expect((await run(`made.createHref({ pathname: '/x', search: '?y' })`)) === '/x?y', 'createHref');
  await run(`void made.block('Leave?')`);
  await untilRow(page, 'unsimulated', "history.block. Atlassian's page does not name it, so nothing is blocked");
  const heard = await run('heard');
  const list = 'PUSH /items?sort=name#last start,PUSH /items/2 ,REPLACE /items/3 ,POP /items?sort=name#last start,POP /items/3 ,POP /items?sort=name#last start';
  expect(heard.join() === list, `it hears ${heard}`);
  await page.reload();
  await page.frameLocator('iframe.view').getByText('Details').waitFor();
  const { pathname } = await frameOf(page, '.view')('bridge.view.createHistory().then(({ location }) => location)');
  expect(pathname === '/items', `after a reload it is at ${pathname}`);
}

/** The app's own server runs from its source; a path that it does not have is for preview/product.mjs. */
export async function remote(its) {
  await withBridge(its, async (run) => {
    const [status, { items }] = await run(json(`bridge.requestRemote('backend', { path: '/api/getData', method: 'POST', body: '{}' })`));
    expect(status === 200 && items.length > 0, `the server answers ${status}`);
    await untilRow(its.page, 'answer', 'getData answered in');
    expect((await run(json(`bridge.requestRemote('backend', { path: '/api/none', method: 'POST' })`)))[0] === 404, 'a function that is not there answers');
    await run(json(`bridge.requestRemote('backend', { path: '/healthz' })`));
    await untilRow(its.page, 'product', 'backend /healthz: 404');
  });
}
