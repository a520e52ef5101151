// @ts-check
// The page of the preview: its controls, script and views, and the log.
import { find, make } from './dom.js';
import { Home } from './home.js';
import { addRow, clearLog } from './log.js';
import { answersOf } from '../host/bridge.js';

/** @import { Frame } from './host.js' */
/** @import { Announcement, Entry, Module, News, ServedApp, Settings } from './types' */

/** @type {ServedApp} */
const app = await (await fetch('/preview/app.json')).json();
const [firstHome] = app.homes;
if (!firstHome) throw new Error('the app has no background script and no page');
/** @type {Settings} */
const DEFAULTS = {
  home: '0',
  first: 'both',
  delay: '0',
  views: '2',
  resolver: 'ok',
  theme: 'light',
  context: '',
};
/** @type {Record<string, string>} What the page calls the states of script and views. */
const STATES = { loading: 'loading', ready: 'ready', error: 'failed', settings: 'settings' };
const form = find('#controls', document, HTMLFormElement);
/** @type {Settings} */
const settings = { ...DEFAULTS, ...Object.fromEntries(new URLSearchParams(location.search)) };
const host = new Home(settings, firstHome, show);
Object.assign(host.methods, answersOf(host, { resources: {}, remotes: {}, ...app, urlOf, restart: start }));
/** How often script and views were started. */
let starts = 0;

/**
 * @param {string} origin
 * @param {string} folder
 */
function urlOf(origin, folder) {
  return `http://${origin}.localhost:${app.port}/src/${folder}/index.html`;
}

/** Starts script and views from scratch, in the order of the controls. */
async function start() {
  const own = ++starts;
  for (const name of [...host.frames.keys()]) host.remove(name);
  for (const element of document.querySelectorAll('[data-from]')) element.remove(); // flags and modals
  find('#views').replaceChildren();
  clearLog();
  host.home = app.homes[Number(settings.home)] ?? host.home;
  find('#home').textContent = host.home.name;
  find('main').dataset.layout = host.home.layout;
  find('[data-role=script]').hidden = !host.home.script;
  find('#add').hidden = host.home.views.length === 0 || isPage();
  setState(find('[data-role=script]'), 'waiting', 0);
  const [first, second] = settings.first === 'view' ? [addViews, addScript] : [addScript, addViews];
  first();
  if (settings.first !== 'both') await new Promise((resolve) => setTimeout(resolve, Number(settings.delay)));
  if (own === starts) second();
}

function addScript() {
  const { script: module } = host.home;
  if (!module) return;
  host.add({ name: 'script', resource: 'background', module, src: urlOf('background', module.folder) });
}

/** Whether a page of the app's own is shown: there is one of it. */
const isPage = () => host.home.views.some((module) => module.isPage);

function addViews() {
  const count = isPage() ? 1 : Math.min(50, Number(settings.views));
  if (host.home.note) find('#views').append(make('p', host.home.note));
  for (let number = 1; number <= count; number += 1) addView(number);
}

/** @param {number} number */
function addView(number) {
  const name = `view-${number}`;
  const module = host.home.views[(number - 1) % host.home.views.length];
  if (!module) return; // the app has no view here
  const card = find('article', find('template', document, HTMLTemplateElement).content).cloneNode(true);
  if (!(card instanceof HTMLElement)) return;
  Object.assign(card, { id: name, ariaLabel: `${module.title}, ${name}` });
  find('h3', card).textContent = module.title ?? name;
  find('.name', card).textContent = name;
  find('[data-do=edit]', card).hidden = !module.edit;
  for (const each of ['.state', '[data-do=remove]']) find(each, card).hidden = Boolean(module.isPage);
  find('#views').append(card);
  showView(name, module, module.folder, 'view');
}

/**
 * Shows a view, or its settings, in the view's card.
 *
 * @param {string} name
 * @param {Module} module
 * @param {string} folder
 * @param {'view' | 'edit'} resource
 */
function showView(name, module, folder, resource) {
  const card = find(`#${name}`);
  setState(card, resource === 'edit' ? 'settings' : 'waiting', 0);
  const edit = find('[data-do=edit]', card);
  const save = find('[data-do=save]', card);
  edit.textContent = resource === 'edit' ? 'Cancel' : 'Edit';
  if (document.activeElement === save) edit.focus(); // it goes
  save.hidden = true;
  host.add({ name, resource, module, src: urlOf('view', folder) }, (element) =>
    find('.body', card).replaceChildren(element),
  );
}

// --- what happens in them

/** @param {Entry} entry */
function show(entry) {
  const { from = '' } = entry;
  const frame = host.frames.get(from);
  const card = document.getElementById(from);
  if (frame && card) showInCard(entry, frame, card);
  const row = addRow(entry);
  if (row?.kind !== 'announce' || row.set) return; // the strip is about the first data set
  const { session, status, revision } = /** @type {Announcement} */ (row.payload);
  const script = find('[data-role=script]');
  if (script.dataset.session === session && revision < Number(script.dataset.revision)) return; // an earlier load
  script.dataset.session = session;
  setState(script, status, revision);
}

/** @type {(entry: Entry, frame: Frame, card: HTMLElement) => void} */
function showInCard({ kind, height = 0, state = 'waiting', revision = 0, save }, frame, card) {
  if (kind === 'state') {
    frame.element.style.height = `${Math.max(height + 8, 64)}px`;
    if (frame.resource === 'view') setState(card, state, Number(revision));
  }
  if (kind === 'editing') {
    frame.save = save;
    find('[data-do=save]', card).hidden = false;
  }
  if (kind === 'close') showView(frame.name, frame.module, frame.module.folder, 'view');
}

/**
 * @param {HTMLElement} element
 * @param {string} state
 * @param {number} revision
 */
function setState(element, state, revision) {
  Object.assign(element.dataset, { state, revision });
  const name = STATES[state] ?? 'waiting';
  find('.state', element).textContent = revision > 0 ? `${name} · revision ${revision}` : name;
}

/** @type {Record<string, (frame: Frame) => unknown>} */
const ACTIONS = {
  reload: ({ name }) => host.reload(name),
  edit: async ({ name, module, resource, onClose }) => {
    await onClose?.();
    if (resource === 'edit' || !module.edit) showView(name, module, module.folder, 'view');
    else showView(name, module, module.edit, 'edit');
  },
  save: async ({ name, save }) => host.save(name, await save?.(host.saved(name) ?? {})),
  remove({ name }) {
    host.remove(name);
    find(`#${name}`).remove();
    choose({ views: String(Math.max(0, Number(settings.views) - 1)) });
    find('#add').focus();
  },
};
find('main').addEventListener('click', ({ target }) => {
  if (!(target instanceof HTMLElement)) return;
  const frame = host.frames.get(target.closest('[data-role]')?.id || 'script');
  if (frame) ACTIONS[target.dataset.do ?? '']?.(frame);
});
find('#add').addEventListener('click', () => {
  const numbers = [...host.frames.keys()].map((name) => Number(name.slice('view-'.length)) || 0);
  choose({ views: String(Number(settings.views) + 1) });
  addView(Math.max(0, ...numbers) + 1);
});
find('#clear').addEventListener('click', clearLog);

// --- controls: their values are in the page's address

/** @param {Partial<Settings>} changed */
function choose(changed) {
  Object.assign(settings, changed);
  const defaults = new Map(Object.entries(DEFAULTS));
  const kept = Object.entries(settings).filter(([name, value]) => value !== defaults.get(name));
  const query = kept.length > 0 ? `?${new URLSearchParams(kept)}` : '/';
  history.replaceState(history.state, '', query + ('home' in changed ? '' : location.hash)); // a page's own address
  document.documentElement.dataset.colorMode = settings.theme;
  for (const [name, value] of Object.entries(settings)) setControl(name, value);
}

/**
 * @param {string} name
 * @param {string} value
 */
function setControl(name, value) {
  const control = form.elements.namedItem(name);
  if (isControl(control) || control instanceof RadioNodeList) control.value = value;
}

/**
 * @param {unknown} target
 * @returns {target is HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement}
 */
function isControl(target) {
  return [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement].some((kind) => target instanceof kind);
}

form.addEventListener('change', ({ target }) => {
  if (!isControl(target)) return;
  const { name, value } = target;
  if (name === 'context' && !isObject(value)) return;
  choose({ [name]: value });
  if (name === 'theme') host.frames.forEach((frame) => frame.call?.('theme', host.theme));
  else if (name === 'resolver' && value === 'ok')
    addRow({ kind: 'control', from: 'you', text: 'let the resolver work again' });
  else start();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  start();
});

/**
 * Whether a text is a JSON object; reports on the page why it is not JSON.
 *
 * @param {string} text
 */
function isObject(text) {
  const alert = find('[role=alert]');
  try {
    alert.textContent = '';
    return text === '' || typeof JSON.parse(text) === 'object';
  } catch (error) {
    alert.textContent = `This is not JSON: ${error instanceof Error ? error.message : error}`;
    return false;
  }
}

// --- edits of files

new EventSource('/preview/events').onmessage = ({ data }) => {
  /** @type {News} */
  const news = JSON.parse(data);
  addRow(news);
  globalThis.dispatchEvent(new CustomEvent('news', { detail: news }));
  const { restarts = [] } = news;
  for (const [name, { element }] of host.frames) {
    if (restarts.some((folder) => element.src.includes(`/src/${folder}/`))) host.reload(name);
  }
};

document.title = `${app.name} preview`;
find('h1').textContent = app.name;
find('select', form).append(...app.homes.map(({ name }, index) => new Option(name, `${index}`)));
find('#homes').hidden = app.homes.length < 2;
find('#resolvers').hidden = !app.hasResolvers;
if (!isObject(settings.context)) settings.context = '';
choose({});
start();
