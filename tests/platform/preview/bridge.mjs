// What the preview does with the calls of the bridge, made by the real @forge/bridge in a view.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allAre, editsAreSeen, expect, inside, open, rows, script, until, untilRow, views } from './page.mjs';

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Lets a test call the bridge in the first view's frame: `use` gets a function of the bridge to run there. */
export async function withBridge(its, use) {
  const { page, preview, project } = its;
  const file = join(project.dir, 'src/view/View.tsx');
  const before = readFileSync(file, 'utf8');
  try {
    writeFileSync(file, `import * as bridge from '@forge/bridge';\n${before}\nObject.assign(globalThis, { bridge });\n`);
    await editsAreSeen(its);
    await open(page, preview);
    await allAre(page, 'ready');
    await use(frameOf(page, '.view'));
  } finally {
    writeFileSync(file, before);
    await editsAreSeen(its);
  }
}

/** What runs code in the first frame of this kind. */
export function frameOf(page, selector) {
  const root = page.frameLocator(`iframe${selector} >> nth=0`).locator('html');
  return (code, given) => root.evaluate(new Function('_', 'given', `return (async () => (${code}))()`), given);
}

export const failed = (code) => `${code}.then(() => 'done', (error) => error.message)`;

/** Every call of the table: none is unknown to the host, and each that is not simulated is a row that names it. */
export async function everyCall({ page, preview, project, figures }) {
  const { simulated, notSimulated } = JSON.parse(readFileSync(join(project.dir, 'bgscript/host/calls.json'), 'utf8'));
  await open(page, preview);
  await allAre(page, 'ready');
  const run = frameOf(page, '.view');
  const call = (name) =>
    run(`Promise.race([__bridge.callBridge(given, {}), new Promise((resolve) => setTimeout(resolve, 2000))])
      .then(() => 'answered', (error) => error.message)`, name);
  for (const [name, reason] of Object.entries(notSimulated)) {
    expect((await call(name)) === 'answered', `${name} fails`);
    await untilRow(page, 'unsimulated', `not simulated here: ${name}. ${reason}`);
  }
  const inFrame = ['reconcile', 'invoke', 'fetchProduct', 'openModal', 'reload']; // these need their data, or end the frame
  const refused = [];
  for (const name of Object.keys(simulated).filter((each) => !inFrame.includes(each))) {
    const answer = await call(name);
    expect(!answer.includes('is not available') || name === 'createHistory', `${name}: ${answer}`);
    if (answer !== 'answered') refused.push(name);
  }
  figures.refused = refused;
  const unknown = await run(failed(`__bridge.callBridge('made-up', {})`));
  expect(unknown === 'made-up is not available', 'a call that no bridge has is answered');
  await untilRow(page, 'problem', 'called made-up, which this host does not have');
}

export async function flags(its) {
  await withBridge(its, async (run) => {
    const { page } = its;
    const flag = page.locator('#flags > div');
    await run(`void (globalThis.flag = bridge.showFlag({
      id: 'saved', title: 'Saved', description: 'All of it', type: 'success',
      actions: [{ text: 'Undo', onClick: () => { globalThis.undone = true; } }] }))`);
    await flag.filter({ hasText: 'Saved' }).filter({ hasText: 'All of it' }).waitFor();
    await untilRow(page, 'product', 'shows the flag saved');
    await flag.getByRole('button', { name: 'Undo' }).click();
    await until(async () => expect(await run('globalThis.undone'), 'the action of the flag did not run'));
    expect((await run('flag.close()')) === true, 'the flag was not there to close');
    expect((await flag.count()) === 0, 'the flag is not closed');
    expect((await run('flag.close()')) === false, 'a closed flag closes again');
    await run(`void bridge.showFlag({ id: 1, title: 'Bold', appearance: 'error' })`);
    await flag.filter({ hasText: 'Bold' }).waitFor();
    expect((await flag.getByRole('button').count()) === 0, 'a bold flag can be dismissed');
    await run(`void bridge.showFlag({ id: 1, title: 'Plain' })`);
    await flag.filter({ hasText: 'Plain' }).waitFor();
    expect((await flag.count()) === 1, 'a flag with the same id is one more');
    await flag.getByRole('button', { name: 'Dismiss' }).click();
    expect((await flag.count()) === 0, 'the flag is not dismissed');
  });
}

export async function modals(its) {
  const { page } = its;
  await withBridge(its, async (run) => {
    const dialog = page.locator('dialog');
    const openModal = (options) => run(failed(`new bridge.Modal({ ...given, onClose: (payload) => { globalThis.closedWith = payload ?? 'empty'; } }).open()`), options);
    expect((await openModal({ context: { issue: 'TEAM-7' }, title: 'Details' })) === 'done', 'the modal does not open');
    await page.frameLocator('dialog iframe').locator('[data-state=ready]').waitFor();
    const inModal = frameOf(page, '.modal');
    const { extension } = await inModal('bridge.view.getContext()');
    expect(extension.modal.issue === 'TEAM-7', `its context is ${JSON.stringify(extension)}`);
    expect((await dialog.boundingBox()).width === 600, 'it is not of medium size');
    await inModal(`bridge.view.onClose(async () => { await bridge.events.emit('was-asked'); }).then(() => {})`);
    await inModal(`void bridge.view.close({ kept: 3 })`);
    await dialog.waitFor({ state: 'detached' });
    await untilRow(page, 'event', 'sends was-asked');
    await until(async () => {
      const closedWith = await run('globalThis.closedWith');
      expect(closedWith?.kept === 3, `the opener gets ${JSON.stringify(closedWith)}`);
    });

    await page.locator('iframe.view').first().focus();
    await openModal({ resource: 'edit', size: 'small' });
    await dialog.waitFor();
    await page.mouse.click(5, 5);
    await dialog.waitFor({ state: 'detached' });
    expect((await page.evaluate(() => document.activeElement.className)) === 'view', 'the focus is lost with the modal');
    await until(async () => expect((await run('globalThis.closedWith')) === 'empty', 'a click beside it does not tell the opener'));
    await openModal({ closeOnOverlayClick: false, closeOnEscape: false });
    await dialog.waitFor();
    await page.mouse.click(5, 5);
    await page.keyboard.press('Escape');
    await sleep(300);
    expect((await dialog.count()) === 1, 'it closes, though the app asked it not to');
    await run('void bridge.router.reload()');
    await dialog.waitFor({ state: 'detached' });
    await allAre(page, 'ready');

    expect((await openModal({ resource: 'nothing' })) === 'Unable to open modal.', 'an unknown resource opens');
    await untilRow(page, 'problem', "opens a modal with the resource 'nothing', which manifest.yml does not have");
    expect((await openModal({ resource: 'edit/one' })) === 'Unable to open modal.', 'an entry opens');
    await untilRow(page, 'unsimulated', "'edit/one'");
    expect((await dialog.count()) === 0, 'there is an empty modal');
  });
}

/** `close`, `submit`, `onClose` where Atlassian has them, and refused elsewhere. */
export async function closing(its) {
  const { page } = its;
  await withBridge(its, async (run) => {
    for (const [code, message] of [
      ['bridge.view.close()', "this resource's view is not closable."],
      ['bridge.view.submit({})', "this resource's view is not submittable."],
      ['bridge.view.onClose(async () => {})', "`onClose` failed because this resource's view is not closable."],
      ['bridge.view.open()', "this resource's view is not openable."],
    ]) {
      const answer = await run(failed(code));
      expect(answer === message, `${code}: ${answer}`);
    }
    const refused = (await rows(page, 'problem').locator('span').allInnerTexts()).map((text) => text.split(':')[0]);
    expect(refused.join() === 'called close,called submit,called onClose,called open', `the rows say ${refused}`);
    const card = views(page).first();
    await card.getByRole('button', { name: 'Edit' }).click();
    await inside(page).getByLabel('Items to show').waitFor();
    const edit = frameOf(page, '.edit');
    await edit(`__bridge.callBridge('onClose', () => __bridge.callBridge('emit', { event: 'asked-by-edit' }))`);
    await card.getByRole('button', { name: 'Cancel' }).click();
    await untilRow(page, 'event', 'sends asked-by-edit');
    await inside(page).getByText('To do').waitFor();
  });
}

export async function routes(its) {
  const { page } = its;
  await withBridge(its, async (run) => {
    const site = 'https://example.atlassian.net';
    for (const [location, path] of [
      [{ target: 'issue', issueKey: 'FT-3' }, '/browse/FT-3'],
      [{ target: 'dashboard', dashboardId: '10000' }, '/jira/dashboards/10000'],
      [{ target: 'contentView', contentId: '1', version: 2 }, '/wiki/pages/viewpage.action?pageId=1&pageVersion=2'],
      [{ target: 'spaceView', spaceKey: 'TEAM' }, '/wiki/spaces/TEAM'],
      [{ target: 'projectSettingsDetails', projectKey: 'FT' }, '/jira/software/projects/FT/settings/details'],
    ]) {
      const { href } = await run('bridge.router.getUrl(given).then(({ href }) => ({ href }))', location);
      expect(href === site + path, `${location.target}: ${href}`);
    }
    expect((await run(failed(`bridge.router.getUrl({ target: 'module' })`))) === 'Failed to get URL', 'a page of an app has one');
    await untilRow(page, 'unsimulated', 'not simulated here: the address of module');
    for (const [code, text] of [
      [`bridge.router.navigate('/browse/A-1')`, `goes to ${site}/browse/A-1`],
      [`bridge.router.open({ target: 'issue', issueKey: 'A-2' })`, `opens ${site}/browse/A-2 in a new tab`],
      [`bridge.router.navigate('https://example.com/x')`, 'opens https://example.com/x in a new tab, once the person agrees'],
      [`bridge.view.refresh()`, 'refreshes what is around it'],
      [`bridge.view.changeWindowTitle('Board')`, "calls the window 'Board'"],
    ]) {
      expect((await run(failed(code))) === 'done', `${code} fails`);
      await untilRow(page, 'product', text);
    }
    expect((await run(failed('bridge.view.createHistory()'))).startsWith('createHistory is not available'), 'there is a history');
    await untilRow(page, 'problem', 'called createHistory: only full pages');
    await run(`bridge.events.onPublic('news', (text) => { globalThis.news = text; })`);
    await run(`bridge.events.emitPublic('news', 'fresh')`);
    await untilRow(page, 'event', 'sends news');
    await until(async () => expect((await run('globalThis.news')) === 'fresh', 'a public event is not heard'));
    await run(`bridge.events.emit('app.request-data.sprint', {})`);
    await untilRow(page, 'request', 'asks: sprint');
    await run(`bridge.events.emit('app.data-change.sprint', { session: 's', status: 'ready', revision: 70 })`);
    await untilRow(page, 'announce', 'announced revision 70 of sprint');
    const strip = await script(page).getAttribute('data-revision');
    expect(Number(strip) < 70, 'the strip shows another data set');
    expect((await run(`__bridge.callBridge('getFrameId')`)) === 'view-1', 'the frame has another name');
    await run(`__bridge.callBridge('onError', { error: new Error('broken') })`);
    await untilRow(page, 'problem', 'broken');
    await run(`__bridge.callBridge('getWidgetApi').then((api) => api.setPreviewConfig({ limit: 3 }))`);
    await untilRow(page, 'config', 'sets up its preview in the list');
    await run('void bridge.router.reload()');
    await untilRow(page, 'control', 'loaded the page again');
    await allAre(page, 'ready');
    expect((await rows(page, 'start').count()) === 3, 'script and views do not start again, each once');
  });
}

/** What a function stores with the real @forge/kvs lasts from one call to the next; what it asks of Jira is of Jira. */
export async function storage(its) {
  const { page, preview, project } = its;
  const file = join(project.dir, 'src/resolvers/index.ts');
  const before = readFileSync(file, 'utf8');
  const count = `const count = async () => {
    const last = (await kvs.get<number>('count')) ?? 0;
    await kvs.set('count', last + 1);
    const response = await asUser().requestJira(route\`/rest/api/3/search/jql\`);
    if (!response.ok) throw new Error('no sample');
    return last + 1;
  };`;
  const stored = "async () => ({ ...sampleData, items: [{ id: '1', label: `call ${await count()}`, value: 1 }],";
  try {
    writeFileSync(file, `import { asUser, route } from '@forge/api';\nimport { kvs } from '@forge/kvs';\n${count}\n${before.replace('() => Promise.resolve({ ...sampleData,', stored)}`);
    await editsAreSeen(its);
    await open(page, preview);
    await allAre(page, 'ready');
    const shown = async () => Number(/call (\d+)/.exec(await inside(page).getByText(/call \d+/).innerText())[1]);
    const first = await shown();
    await untilRow(page, 'product', 'storage set count');
    await untilRow(page, 'product', 'jira /rest/api/3/search/jql: 200, a sample of bgscript/host/answers.ts');
    await page.reload();
    await allAre(page, 'ready');
    expect((await shown()) > first, 'what was stored is gone after a reload');
  } finally {
    writeFileSync(file, before);
    await editsAreSeen(its);
  }
}
