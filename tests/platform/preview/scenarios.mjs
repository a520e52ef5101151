// What people do with the preview. Each scenario gets a fresh browser context, and throws when something is not as it
// should be.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { HANGS_MS, takePicture } from '../chromium/chromium.mjs';
import { closing, everyCall, flags, modals, routes, storage } from './bridge.mjs';
import { allAre, counter, editsAreSeen, expect, inside, open, rows, script, until, untilRow, views } from './page.mjs';
import { pages, products, realtime, remote } from './beyond.mjs';
import { published, queues } from './functions.mjs';
import { axe, narrow } from './reach.mjs';
import { startPreview } from './start.mjs';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The script logs that it could not load; that is right where a resolver fails. */
const forget = (problems, text) =>
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes(text)));

/** Dashboards do not tell a script its page: it loads once more when a view has named it. */
const mostCalls = ({ name }) => (/issue|confluence|global/i.test(name) ? 1 : 2);
const calledTooOften = async (page, project) => (await counter(page, 'calls')) > mostCalls(project);

async function firstLoad({ page, preview, project, figures }) {
  const begun = performance.now();
  await open(page, preview);
  await allAre(page, 'ready');
  figures.readyMs = Math.round(performance.now() - begun);
  figures.startMs = preview.startMs;
  expect((await script(page).getAttribute('data-state')) === 'ready', 'the script is not ready');
  await sleep(300);
  const shown = [script(page), ...(await views(page).all())];
  await until(async () => {
    const revisions = await Promise.all(shown.map((element) => element.getAttribute('data-revision')));
    expect(new Set(revisions).size === 1, `the revisions are ${revisions}`);
  });
  figures.calls = await counter(page, 'calls');
  expect(figures.calls > 0 && figures.calls <= mostCalls(project), `${figures.calls} resolver calls`);
  for (const text of ['starts', 'asks', 'answered in', 'announced revision 1']) {
    expect((await rows(page).filter({ hasText: text }).count()) > 0, `no row says "${text}"`);
  }
  expect((await rows(page, 'problem').count()) === 0, 'there is a problem row');
}

async function orders({ page, preview, project }) {
  await page.addInitScript(noteFrames);
  for (const first of ['script', 'view', 'both']) {
    for (const delay of [0, 1500]) {
      await open(page, preview, `?first=${first}&delay=${delay}&views=3`);
      await allAre(page, 'ready', 3);
      expect(!(await calledTooOften(page, project)), `${first}, ${delay} ms: more than one call`);
      const added = await page.evaluate(() => globalThis.added);
      const names = added.map(([name]) => name).join();
      const isFirst = { script: /^background,/, view: /^view,.*background$/, both: /background/ }[first].test(names);
      expect(isFirst, `${first} first: they were added as ${names}`);
      const ms = Math.max(...added.slice(1).map(([, at], index) => at - added[index][1]));
      expect(first === 'both' || ms > delay - 5, `${first} first, and the rest after ${ms} ms instead of ${delay}`);
    }
  }
}

/** Runs in the page: which frames are added, and when. Which one starts first, a busy machine decides. */
function noteFrames() {
  if (window !== top) return;
  globalThis.added = [];
  const note = (records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes) if (node.tagName === 'IFRAME') globalThis.added.push([node.className, performance.now()]);
  };
  new MutationObserver(note).observe(document, { subtree: true, childList: true });
}

/** A project with three views of its own shows each, from its own folder, and they share one load. */
async function differentViews({ page, preview, figures }) {
  figures.calls = [];
  for (const first of ['script', 'view', 'both']) {
    await open(page, preview, `?first=${first}`);
    await allAre(page, 'ready', 3);
    await sleep(300);
    figures.calls.push(await counter(page, 'calls'));
    const folders = page.frames().flatMap((frame) => /\/src\/([\w-]+)\/index\.html/.exec(frame.url())?.[1] ?? []);
    expect(folders.sort().join() === 'background,sales,team,view', `the page has frames of ${folders}`);
    const titles = await views(page).locator('h3').allInnerTexts();
    expect(titles.slice(1).join() === 'Sales,Team', `the cards are called ${titles}`);
  }
}

async function failure({ page, preview, problems }) {
  await open(page, preview);
  await allAre(page, 'ready');
  await page.getByLabel('Fails', { exact: true }).check();
  await allAre(page, 'error');
  expect((await script(page).getAttribute('data-state')) === 'error', 'the script does not say that it failed');
  await untilRow(page, 'failure', 'failed after');
  await untilRow(page, 'announce', 'could not load');
  const colorOf = (row) => row.first().locator('span').evaluate((text) => getComputedStyle(text).color);
  const red = await colorOf(rows(page, 'failure'));
  expect((await colorOf(rows(page, 'announce').filter({ hasText: 'could not' }))) === red, 'a failed load looks like another');
  expect((await colorOf(rows(page, 'announce'))) !== red, 'each announcement looks like a failure');
  expect((await rows(page).filter({ hasText: '.,' }).count()) === 0, 'a row has a full stop and a comma');
  await page.getByLabel('Works', { exact: true }).check();
  await inside(page, 2).getByRole('button', { name: 'Try again' }).click();
  await allAre(page, 'ready');
  await page.goto(`${preview.url}?resolver=fail`);
  await allAre(page, 'error');
  forget(problems, 'could not load its data');
}

async function slow({ page, preview }) {
  await page.addInitScript(noteStates);
  await open(page, preview, '?resolver=slow');
  await allAre(page, 'ready');
  await untilRow(page, 'call', 'calls');
  const states = await page.evaluate(() => globalThis.states);
  expect(states.includes('loading,waiting,waiting'), `the script and the views were ${states.join('; ')}`);
  const [, ms] = /in (\d+) ms/.exec(await rows(page, 'answer').first().innerText());
  expect(ms >= 3000, `slow took ${ms} ms`);
}

/** Runs in the page: what script and views show one after the other. Some of it is over before a slow test looks. */
function noteStates() {
  if (window !== top) return;
  globalThis.states = [];
  const note = () => {
    const shown = [...document.querySelectorAll('[data-role=script], [data-role=view]')];
    globalThis.states.push(shown.map(({ dataset }) => dataset.state).join());
  };
  new MutationObserver(note).observe(document, { subtree: true, attributeFilter: ['data-state'] });
}

/** Two items are to show afterwards, also after the view, and the page, are loaded again. */
async function editing({ page, preview }) {
  await open(page, preview);
  await allAre(page, 'ready');
  const card = views(page).first();
  const shows = await editFirst(page);
  await card.getByRole('button', { name: 'Reload' }).click();
  await sleep(200);
  await shows();
  await page.reload();
  await shows();
  await inside(page, 2).getByText('Done', { exact: true }).waitFor();
}

/** Sets up the first view to show two items. Gives what looks whether it does. */
async function editFirst(page) {
  const card = views(page).first();
  await card.getByRole('button', { name: 'Edit' }).click();
  await inside(page).getByLabel('Items to show').fill('2');
  const own = inside(page).getByRole('button', { name: 'Save' });
  const hosts = card.getByRole('button', { name: 'Save' });
  await own.or(inside(page).getByText('Items to show')).first().waitFor();
  await ((await own.count()) > 0 ? own : hosts).click();
  const done = inside(page).getByText('Done', { exact: true });
  const shows = async () => {
    await inside(page).getByText('In progress').waitFor();
    await until(async () => expect((await done.count()) === 0, 'the setting is not kept'));
  };
  await shows();
  return shows;
}

async function theme({ page, preview, project }) {
  await open(page, preview);
  await allAre(page, 'ready');
  const mode = () =>
    inside(page)
      .locator('html')
      .evaluate(({ dataset }) => dataset.colorMode);
  expect((await mode()) === 'light', 'the view is not light');
  await page.getByLabel('Dark', { exact: true }).check();
  await inside(page).locator('html[data-color-mode=dark]').waitFor();
  expect(new URL(page.url()).searchParams.get('theme') === 'dark', 'the address does not keep the theme');
  await page.reload();
  await allAre(page, 'ready');
  expect((await mode()) === 'dark', 'the view is not dark after a reload');
  expect(!(await calledTooOften(page, project)), 'the theme starts the script again');
}

/** Runs in the page: how long the second view waits, from its request until it has data. */
function waitOfLateView() {
  return new Promise((resolve) => {
    let asked;
    const look = () => {
      const requests = [...document.querySelectorAll('[data-kind=request] b')];
      if (requests.some((name) => name.textContent === 'view-2')) asked ??= performance.now();
      if (document.getElementById('view-2')?.dataset.state !== 'ready') return;
      observer.disconnect();
      resolve(Math.round(performance.now() - asked));
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

async function number({ page, preview, project, figures }) {
  await open(page, preview, '?views=1');
  await allAre(page, 'ready', 1);
  const begun = performance.now();
  const waiting = page.evaluate(waitOfLateView);
  await page.getByRole('button', { name: 'Add a view' }).click();
  await allAre(page, 'ready', 2);
  figures.lateViewMs = Math.round(performance.now() - begun);
  figures.waitMs = await waiting;
  await views(page).first().getByRole('button', { name: 'Remove' }).click();
  await allAre(page, 'ready', 1);
  await page.getByRole('button', { name: 'Add a view' }).click();
  await allAre(page, 'ready', 2);
  expect(!(await calledTooOften(page, project)), 'a view more is a call more');
  const start = performance.now();
  await page.getByLabel('Number of views').fill('20');
  await page.getByLabel('Number of views').blur();
  await allAre(page, 'ready', 20);
  figures.twentyMs = Math.round(performance.now() - start);
  figures.announcements = await counter(page, 'announcements');
  expect(!(await calledTooOften(page, project)), 'twenty views are more than one call');
}

/** Edits of a view, the script and a resolver are there without a reload of the page, and are taken back. */
async function edits(its) {
  const { page, preview, project, figures, problems } = its;
  await open(page, preview);
  await allAre(page, 'ready');
  figures.loads = 0;
  const edit = async (file, from, to, seen) => {
    const path = join(project.dir, file);
    const before = readFileSync(path, 'utf8');
    expect(before.includes(from), `${file} has no ${from}`);
    const [known, begun] = [problems.length, performance.now()];
    writeFileSync(path, ''); // as editors do that write into the file
    await sleep(20);
    writeFileSync(path, before.replace(from, to));
    const isLate = performance.now() - begun > 50; // a preview waits no longer for the content, and runs the empty file
    try {
      await seen();
      if (isLate) problems.splice(known);
      return Math.round(performance.now() - begun);
    } finally {
      writeFileSync(path, before);
      await editsAreSeen(its);
    }
  };
  const reload = () => inside(page).getByRole('button', { name: 'Reload' }).click();
  figures.viewEditMs = await edit('src/view/View.tsx', 'Loaded {', 'Fetched {', () =>
    inside(page, 2).getByText('Fetched').waitFor(),
  );
  await untilRow(page, 'change', 'src/view/View.tsx');
  const session = () =>
    rows(page, 'announce')
      .last()
      .locator('pre')
      .textContent()
      .then((text) => JSON.parse(text).session);
  const before = await session();
  const changed = 'async (...page) => ({ ...(await load(...page)), items: [] });\nconst load: Source["load"] =';
  figures.scriptEditMs = await edit('src/background/data.ts', "Source['load'] =", `Source['load'] = ${changed}`, () =>
    inside(page, 2).getByText('Nothing to show yet').waitFor(),
  );
  await untilRow(page, 'change', 'src/background/data.ts changed: the script starts again');
  await inside(page, 2).getByText('To do').waitFor();
  expect((await session()) !== before, 'the script has no session of its own after the edit');
  await edit('src/resolvers/index.ts', '...sampleData,', '...sampleData, items: [],', async () => {
    await untilRow(page, 'change', 'src/resolvers/index.ts changed: the next call runs it');
    await reload();
    await inside(page, 2).getByText('Nothing to show yet').waitFor();
  });
  expect(figures.loads === 0, 'the page was loaded again');
}

/** An edit of .env starts everything again, and the edits after it are followed as before. */
async function settings(its) {
  const { page, preview, project } = its;
  const path = (file) => join(project.dir, file);
  const view = readFileSync(path('src/view/View.tsx'), 'utf8');
  const showing = (word) => view.replace('Loaded {', `${word} {import.meta.env.VITE_WORD} {`);
  try {
    writeFileSync(path('.env'), 'VITE_WORD=early\n');
    writeFileSync(path('src/view/View.tsx'), showing('Fetched'));
    await editsAreSeen(its);
    await open(page, preview);
    await inside(page, 2).getByText('Fetched early').waitFor();
    writeFileSync(path('.env'), 'VITE_WORD=late\n');
    await inside(page, 2).getByText('Fetched late').waitFor();
    await untilRow(page, 'change', '.env or vite.config.mjs changed: all starts again');
    await allAre(page, 'ready');
    await editsAreSeen(its);
    writeFileSync(path('src/view/View.tsx'), showing('Received'));
    await inside(page, 2).getByText('Received late').waitFor();
    expect((await rows(page, 'problem').count()) === 0, 'there is a problem row');
  } finally {
    writeFileSync(path('src/view/View.tsx'), view);
    const restarts = rows(page, 'change').filter({ hasText: '.env or vite.config.mjs' });
    const before = await restarts.count();
    rmSync(path('.env'));
    await until(async () => expect((await restarts.count()) > before, 'nothing starts again without .env'));
    await editsAreSeen(its);
  }
}

/** What the platform refuses is a problem row: an inline script in the view's page, and a fetch from elsewhere. */
async function refusals(its) {
  const { page, preview, project, problems } = its;
  const html = join(project.dir, 'src/view/index.html');
  const before = readFileSync(html, 'utf8');
  const view = join(project.dir, 'src/view/View.tsx');
  const code = readFileSync(view, 'utf8');
  try {
    writeFileSync(html, before.replace('<body>', '<body><script>window.wasRun = true</script>'));
    writeFileSync(view, `${code}\nvoid fetch('https://example.com/data').catch(() => undefined);\n`);
    await editsAreSeen(its);
    await open(page, preview, '?views=1');
    await untilRow(page, 'problem', 'inline (script-src');
    await untilRow(page, 'problem', 'https://example.com/data (connect-src)');
    await allAre(page, 'ready', 1);
    expect((await inside(page).locator('html').evaluate(() => window.wasRun)) === undefined, 'the inline script ran');
  } finally {
    writeFileSync(html, before);
    writeFileSync(view, code);
    await editsAreSeen(its);
  }
  forget(problems, 'Content Security Policy');
}

/** A call of the product is a row and a 404, until the owner's preview/product.mjs answers. */
async function product(its) {
  const { page, preview, project } = its;
  const script = join(project.dir, 'src/background/data.ts');
  const answers = join(project.dir, 'preview/product.mjs');
  const before = readFileSync(script, 'utf8');
  try {
    writeFileSync(
      script,
      `import { requestJira } from '@forge/bridge';
       export const loadData = async () => {
         const response = await requestJira('/rest/api/3/myself');
         const { name = 'nobody' } = await response.json();
         return { loadedAt: new Date().toISOString(), items: [{ id: '1', label: response.status + ' ' + name, value: 1 }] };
       };`,
    );
    await editsAreSeen(its);
    await open(page, preview);
    await inside(page).getByText('404 nobody').waitFor();
    await untilRow(page, 'product', 'jira /rest/api/3/myself: 404. Write preview/product.mjs to answer it');
    mkdirSync(join(project.dir, 'preview'));
    writeFileSync(answers, "export default async ({ path }) => ({ status: 200, body: { name: `Ada of ${path}` } });\n");
    await inside(page).getByRole('button', { name: 'Reload' }).click();
    await inside(page).getByText('200 Ada of /rest/api/3/myself').waitFor();
  } finally {
    rmSync(join(project.dir, 'preview'), { recursive: true, force: true });
    writeFileSync(script, before);
    await editsAreSeen(its);
  }
}

async function strangers({ preview, browser, problems }) {
  const { port } = preview;
  const own = `http://localhost:${port}`;
  const status = (path, headers = {}, method = 'GET') =>
    new Promise((resolve, reject) => {
      const request = send(
        { host: '127.0.0.1', port, path, method, headers: { host: `localhost:${port}`, ...headers } },
        (response) => resolve(response.resume().statusCode),
      );
      request.on('error', reject).end(method === 'POST' ? '{"functionKey":"getData","path":"/api/getData"}' : undefined);
    });
  const expected = [
    [200, '/'],
    [403, '/', { host: 'evil.example' }],
    [403, '/', { host: `evil.example:${port}` }],
    [403, '/', { host: `view.localhost.evil.example:${port}` }],
    [200, '/preview/invoke', { origin: own }, 'POST'],
    [403, '/preview/invoke', { origin: 'http://evil.example' }, 'POST'],
    [403, '/preview/invoke', { origin: `http://view.localhost:${port}` }, 'POST'],
    [403, '/preview/invoke', {}, 'POST'],
    [404, '/preview/server.mjs'],
    [404, '/package.json'],
    [404, '/preview/../package.json'],
  ];
  for (const [wanted, ...words] of expected) {
    const got = await status(...words);
    if (got !== wanted) problems.push(`${JSON.stringify(words)}: ${got} where ${wanted} is right`);
  }
  const frame = { host: `view.localhost:${port}` };
  for (const path of ['/@fs/etc/passwd', '/@fs/etc/passwd?raw', '/../../../../etc/passwd', '/.env', '/@fs/etc/passwd?import&raw']) {
    const got = await status(path, frame);
    if (got < 400) problems.push(`${path} is served`);
  }
  await embedsNothing(browser, preview, problems);
}

/** A page of another origin neither embeds the frames nor reads what they are made of. */
async function embedsNothing(browser, preview, problems) {
  const context = await browser.newContext();
  context.setDefaultTimeout(HANGS_MS);
  const page = await context.newPage();
  const evil = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>evil</p>'));
  await new Promise((resolve) => evil.listen(0, '127.0.0.1', resolve));
  await page.goto(`http://evil.localhost:${evil.address().port}/`);
  const read = await page.evaluate(async (port) => {
    const source = `http://view.localhost:${port}/src/contract.ts`;
    const text = await fetch(source).then((response) => response.text(), () => 'refused');
    const frame = document.createElement('iframe');
    frame.src = `http://view.localhost:${port}/src/view/index.html`;
    const heard = new Promise((resolve) => {
      addEventListener('message', () => resolve('connected'));
      setTimeout(() => resolve('refused'), 1500);
    });
    document.body.append(frame);
    return [text, await heard];
  }, preview.port);
  evil.close();
  if (read.join() !== 'refused,refused') problems.push(`another origin gets ${read}`);
  await context.close();
}

/** Two of one project: the second takes the next port and says so; both work; both end at once, without a word. */
async function twice({ page, preview, project, browser }) {
  const second = await startPreview(project.dir, '--port', String(preview.port));
  expect(second.port > preview.port, 'the second does not take another port');
  const isTold = () => second.errors.join('').includes(`Port ${preview.port} is taken, so the preview uses port ${second.port}.`);
  await until(() => expect(isTold(), 'nobody says that the port is taken')); // a stream of its own
  const other = await (await browser.newContext()).newPage();
  other.setDefaultTimeout(HANGS_MS);
  await Promise.all([open(page, preview), open(other, second)]);
  await Promise.all([allAre(page, 'ready'), allAre(other, 'ready')]);
  second.errors.length = 0;
  expect((await second.stop('SIGINT')) === 0, 'Ctrl-C is no clean end');
  expect(second.errors.join('') === '', `Ctrl-C leaves: ${second.errors.join('')}`);
  const third = await startPreview(project.dir, '--port', String(second.port));
  expect(third.port === second.port, 'the port is not free after the end');
  third.errors.length = 0;
  expect((await third.stop('SIGTERM')) === 0 && third.errors.join('') === '', `SIGTERM leaves: ${third.errors.join('')}`);
  await other.context().close();
}

/** No mouse: from the top of the page to the controls, a view and the log. */
async function keyboard({ page, preview, problems }) {
  await open(page, preview);
  await allAre(page, 'ready');
  const focused = () => page.evaluate(() => document.activeElement.closest('[name], button, [role=log]')?.outerHTML ?? '');
  const tabTo = async (text) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      if ((await focused()).includes(text)) return;
    }
    throw new Error(`the keyboard does not get to ${text}`);
  };
  await tabTo('name="first"');
  await tabTo('name="resolver"');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await allAre(page, 'error');
  await page.keyboard.press('ArrowRight');
  await tabTo('name="theme"');
  await page.keyboard.press('ArrowRight');
  await page.locator('html[data-color-mode=dark]').waitFor();
  await tabTo('data-do="reload"');
  await page.keyboard.press('Enter');
  await allAre(page, 'ready');
  const edit = views(page).first().getByRole('button', { name: 'Edit' });
  if (await edit.count()) await editByKeys(page, edit, tabTo);
  await tabTo('id="add"');
  await page.keyboard.press('Enter');
  await allAre(page, 'ready', 3);
  await tabTo('role="log"');
  forget(problems, 'could not load its data');
}

/** Who saves the settings by keyboard goes on where they were. */
async function editByKeys(page, edit, tabTo) {
  const card = views(page).first();
  await edit.focus();
  await page.keyboard.press('Enter');
  await card.getByText('settings', { exact: true }).waitFor();
  await card.locator('[data-do=save]').waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await allAre(page, 'ready');
  expect(await edit.evaluate((element) => element === document.activeElement), 'the focus is lost after Save');
}

async function accessibility({ page, preview, figures }) {
  await open(page, preview);
  await allAre(page, 'ready');
  const tree = await page.locator('body').ariaSnapshot();
  // How many there are of each depends on when a view asks: `firstLoad` compares them.
  figures.tree = tree.slice(0, tree.indexOf('- log')).replace(/(calls|revision|announcements) \d+/g, '$1 1');
}

/** Several views and homes: the project gets another widget and the issue view, as its owner would write them. */
async function homes(its) {
  const { page, preview, project } = its;
  const file = join(project.dir, 'manifest.yml');
  const before = readFileSync(file, 'utf8');
  const manifest = parse(before);
  const [widget] = manifest.modules['dashboards:widget'];
  manifest.modules['dashboards:widget'].push({ ...widget, key: 'board', title: 'Board' });
  manifest.modules['jira:issueViewBackgroundScript'] = [{ key: 'issue-background', resource: 'background' }];
  manifest.modules['jira:issuePanel'] = [{ key: 'issue-view', resource: 'view', title: 'Panel' }];
  try {
    writeFileSync(file, stringify(manifest));
    await editsAreSeen(its);
    await open(page, preview);
    await allAre(page, 'ready');
    const titles = () => views(page).getByRole('heading').allInnerTexts();
    expect((await titles()).join() === `${widget.title},Board`, `the widgets are ${await titles()}`);
    await page.locator('[name=home]').selectOption('Jira issue');
    await allAre(page, 'ready');
    expect((await titles()).join() === 'Panel,Panel', `the panels are ${await titles()}`);
  } finally {
    writeFileSync(file, before);
    await editsAreSeen(its);
  }
}

/** One app in several homes: in each one that the control has, the views are ready, and settings are kept. */
async function everyHome({ page, preview, figures }) {
  await open(page, preview);
  await allAre(page, 'ready');
  const control = page.locator('[name=home]');
  figures.homes = await control.locator('option').allInnerTexts();
  figures.edited = [];
  for (const home of figures.homes) {
    await control.selectOption(home);
    if (home === 'All of Jira') {
      await page.getByText('The script runs on these pages only: board. This app shows nothing there.').waitFor();
      expect((await views(page).count()) === 0, 'there is a panel on a board');
      continue;
    }
    await allAre(page, 'ready');
    expect((await page.locator('#home').innerText()) === home, `the page does not say ${home}`);
    expect(!(await calledTooOften(page, { name: home })), `${home}: called too often`);
    if (await views(page).first().getByRole('button', { name: 'Edit' }).isVisible()) {
      await editFirst(page);
      figures.edited.push(home);
    }
    expect((await rows(page, 'problem').count()) === 0, `${home}: there is a problem row`);
  }
}

async function noCalls({ page, preview }) {
  await open(page, preview);
  await allAre(page, 'ready');
  expect((await counter(page, 'calls')) === 0, 'an app without functions calls one');
  expect(!(await page.getByLabel('Fails', { exact: true }).isVisible()), 'there is a control for functions');
}

/** The picture in README.md, and one for each mode and state to look at. */
async function pictures({ page, preview, project, out, problems }) {
  for (const query of ['', '?theme=dark', '?resolver=fail', '?theme=dark&resolver=fail', '?views=20']) {
    await open(page, preview, query);
    await allAre(page, query.includes('fail') ? 'error' : 'ready', query.includes('20') ? 20 : 2);
    await sleep(300);
    const name = `${project.name}${query.replaceAll(/[?&](\w+)=/g, '-')}`;
    await takePicture(page, join(out, `${name}.png`));
  }
  forget(problems, 'could not load its data');
}

export const scenarios = {
  firstLoad,
  orders,
  differentViews,
  failure,
  slow,
  editing,
  theme,
  number,
  edits,
  settings,
  refusals,
  strangers,
  twice,
  keyboard,
  accessibility,
  axe,
  narrow,
  product,
  homes,
  everyHome,
  noCalls,
  everyCall,
  flags,
  modals,
  closing,
  routes,
  storage,
  products,
  realtime,
  published,
  queues,
  pages,
  remote,
  pictures,
};
