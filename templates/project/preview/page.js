// The page of the preview: its controls, the home with script and views, and the log.
import { Host } from './host.js';
import { rowOf } from './log.js';

const app = await (await fetch('/preview/app.json')).json();
const SLOW_MS = 3000;
const DEFAULTS = { home: '0', first: 'both', delay: '0', views: '2', resolver: 'ok', theme: 'light', context: '' };
const $ = (selector, root = document) => root.querySelector(selector);
const form = $('#controls');
const log = $('[role=log]');
const settings = { ...DEFAULTS, ...Object.fromEntries(new URLSearchParams(location.search)) };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, Number(ms)));
let home;
let startedAt;
let run = 0;

class PreviewHost extends Host {
  constructor() {
    super();
    const recorder = (frame) => ({
      onProductSave: (save) => void (frame.save = save),
      onSave: () => {},
      onSaveError: () => {},
      updateConfig: (config) => this.note({ from: frame.name, kind: 'config', text: 'changes a setting', payload: config }),
      setPreviewConfig: () => {},
    });
    Object.assign(this.methods, {
      invoke: (frame, data) => this.#invoke(frame, data),
      fetchProduct: (frame, data) => this.#fetchProduct(frame, data),
      getContext: (frame) => contextOf(frame),
      enableTheming: () => themeOf(),
      getWidgetApi: recorder,
      getWidgetEditApi: recorder,
      submit: (frame, config) => saveConfig(frame.name, config),
      close: (frame) => endEditing(frame.name),
      navigate: (frame, { url }) => this.note({ from: frame.name, kind: 'product', text: `goes to ${url}. The preview stays here.` }),
      getUrl: (frame, { url }) => url ?? location.href,
    });
  }

  note(entry) {
    show(entry);
  }

  async #invoke(frame, data) {
    const name = data.functionKey ?? data.path.split('/').at(-1);
    const begun = performance.now();
    this.note({ from: frame.name, kind: 'call', name, payload: data.payload ?? data.body });
    if (settings.resolver === 'slow') await sleep(SLOW_MS);
    const { result, error } = await this.#ask('invoke', { ...data, context: contextOf(frame) });
    const ms = Math.round(performance.now() - begun);
    const reason = error ?? result?.reason;
    this.note({ from: frame.name, kind: reason ? 'failure' : 'answer', name, ms, reason, payload: data.path ? result?.body : result });
    // The platform, too, tells a frame no more than this about its backend.
    if (error) throw new Error('There was an error invoking the function');
    return data.path ? { success: true, payload: { headers: {}, ...result } } : result;
  }

  async #fetchProduct(frame, { product, restPath, fetchRequestInit }) {
    const { status, body } = await post('product', { from: frame.name, product, path: restPath, init: fetchRequestInit });
    return { status, statusText: '', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }

  #ask(what, data) {
    if (settings.resolver !== 'fail') return post(what, data);
    if (data.path) return { result: { status: 500, body: { error: 'failed' }, reason: 'the preview refuses it' } };
    return { error: 'the preview refuses it' };
  }
}

const host = new PreviewHost();

async function post(what, data) {
  const response = await fetch(`/preview/${what}`, { method: 'POST', body: JSON.stringify(data) });
  return response.json();
}

// --- script and views

/** Starts everything as the controls say, from nothing. */
async function start() {
  const mine = ++run;
  for (const name of [...host.frames.keys()]) host.remove(name);
  $('#views').replaceChildren();
  clearLog();
  home = app.homes[settings.home] ?? app.homes[0];
  $('#home').textContent = home.name;
  $('main').dataset.layout = home.layout;
  setState($('[data-role=script]'), 'waiting', 0);
  const script = () => host.add('script', 'background', frameUrl('background', home.script.folder));
  const views = () => range(Number(settings.views)).forEach((number) => addView(number));
  const [first, second] = settings.first === 'view' ? [views, script] : [script, views];
  first();
  if (settings.first !== 'both') await sleep(settings.delay);
  if (mine === run) second();
}

function addView(number) {
  const view = home.views[(number - 1) % home.views.length];
  const name = `view-${number}`;
  const card = $('#card').content.cloneNode(true).firstElementChild;
  card.id = name;
  $('h3', card).textContent = view.title;
  $('code', card).textContent = name;
  $('[data-do=edit]', card).hidden = !view.edit;
  card.setAttribute('aria-label', `${view.title}, ${name}`);
  setState(card, 'waiting', 0);
  $('#views').append(card);
  place(name, view.folder, 'view').view = view;
}

/** Puts a front end into a card: the view, or its settings. */
function place(name, folder, resource) {
  const body = $('.body', document.getElementById(name));
  return host.add(name, resource, frameUrl('view', folder), (element) => body.replaceChildren(element));
}

const frameUrl = (origin, folder) => `http://${origin}.localhost:${app.port}/src/${folder}/index.html`;
const range = (length) => Array.from({ length }, (_, index) => index + 1);

function contextOf({ name, resource, view }) {
  const { type, context } = { ...(resource === 'background' ? home.script : view) };
  const told = JSON.parse(JSON.stringify({ type, ...context }).replaceAll('$view', name));
  const config = home.config && resource !== 'background' && readConfig(name);
  const extension = { ...told, ...(config && { [home.config]: config }), ...parseContext() };
  return {
    accountId: '5b10ac8d82e05b22cc7d4ef5',
    cloudId: '7a1b0e0c-7f2f-4b7f-9a47-9d0c3f1b2a10',
    environmentType: 'DEVELOPMENT',
    localId: name,
    locale: 'en-US',
    siteUrl: 'https://example.atlassian.net',
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    theme: { colorMode: settings.theme },
    extension: resource === 'edit' ? { ...extension, entryPoint: 'edit' } : extension,
  };
}

// --- settings of a view, as people save them

const configKey = (name) => `${app.name} ${home.name} ${name}`;
const readConfig = (name) => JSON.parse(sessionStorage.getItem(configKey(name)) ?? 'null') ?? undefined;

function saveConfig(name, config) {
  sessionStorage.setItem(configKey(name), JSON.stringify(config));
  host.note({ from: name, kind: 'config', text: 'saved its settings', payload: config });
  endEditing(name);
}

function startEditing(name) {
  const { view } = host.frames.get(name);
  show({ from: name, kind: 'config', text: 'shows its settings' });
  place(name, view.edit, 'edit').view = view;
}

function endEditing(name) {
  const { view } = host.frames.get(name);
  place(name, view.folder, 'view').view = view;
}

// --- what happened

function show(entry) {
  const row = rowOf(entry);
  if (row?.kind === 'announce') setState($('[data-role=script]'), entry.payload.status, entry.payload.revision);
  if (entry.kind === 'state' && host.frames.get(entry.from)?.resource === 'view') {
    const card = document.getElementById(entry.from);
    setState(card, entry.state ?? 'waiting', entry.revision ?? 0);
  }
  if (entry.kind === 'state') host.frames.get(entry.from).element.style.height = `${Math.max(entry.height ?? 0, 96) + 16}px`;
  if (!row) return;
  count(row.kind);
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(elementOf(row));
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

function elementOf({ kind, from = 'you', text, payload }) {
  const element = document.createElement(payload === undefined ? 'div' : 'details');
  const line = payload === undefined ? element : element.appendChild(document.createElement('summary'));
  element.dataset.kind = kind;
  line.append(make('time', `${Math.round(performance.now() - startedAt)}`), make('b', from), make('span', text));
  if (payload !== undefined) element.append(make('pre', JSON.stringify(payload, null, 2)));
  return element;
}

const make = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });

function count(kind) {
  const counter = { call: 'calls', announce: 'announcements' }[kind];
  if (counter) $(`[data-counter=${counter}]`).textContent = Number($(`[data-counter=${counter}]`).textContent) + 1;
}

function clearLog() {
  startedAt = performance.now();
  log.replaceChildren();
  document.querySelectorAll('[data-counter]').forEach((counter) => (counter.textContent = '0'));
}

const STATES = { waiting: 'waits', loading: 'loads', ready: 'ready', error: 'failed' };

function setState(element, state, revision) {
  Object.assign(element.dataset, { state, revision });
  $('.state', element).textContent = STATES[state] + (Number(revision) > 0 ? `, revision ${revision}` : '');
}

// --- controls

function apply(changed) {
  Object.assign(settings, changed);
  const kept = Object.entries(settings).filter(([name, value]) => value !== DEFAULTS[name]);
  history.replaceState(null, '', kept.length > 0 ? `?${new URLSearchParams(kept)}` : '/');
  document.documentElement.dataset.colorMode = settings.theme;
}

const themeOf = () => ({ colorMode: settings.theme, theme: 'light:light dark:dark' });

function parseContext() {
  try {
    $('#wrong').textContent = '';
    return settings.context ? JSON.parse(settings.context) : {};
  } catch (error) {
    $('#wrong').textContent = `This is not JSON: ${error.message}`;
    return {};
  }
}

form.addEventListener('change', ({ target: { name, value } }) => {
  apply({ [name]: value });
  if (name === 'theme') return host.frames.forEach((frame) => frame.call?.('theme', themeOf()));
  if (name === 'resolver' && value === 'ok') return show({ kind: 'control', text: 'let the resolver work again' });
  return start();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  start();
});
$('#clear').addEventListener('click', clearLog);
$('#add').addEventListener('click', () => {
  const number = Math.max(0, ...[...host.frames.keys()].map((name) => Number(name.split('-')[1] ?? 0))) + 1;
  setViews(Number(settings.views) + 1);
  addView(number);
});

function setViews(views) {
  apply({ views: String(views) });
  form.elements.views.value = views;
}

const ACTIONS = {
  reload: (name) => host.reload(name),
  remove(name, card) {
    host.remove(name);
    card.remove();
    setViews(Math.max(0, Number(settings.views) - 1));
    $('#add').focus();
  },
  edit: (name) => (host.frames.get(name).resource === 'edit' ? endEditing(name) : startEditing(name)),
  async save(name) {
    saveConfig(name, await host.frames.get(name).save(readConfig(name) ?? {}));
  },
};
$('main').addEventListener('click', ({ target }) => {
  const card = target.closest('[data-role]');
  if (card && ACTIONS[target.dataset.do]) ACTIONS[target.dataset.do](card.id || 'script', card);
});

// --- edits of files

new EventSource('/preview/events').onmessage = ({ data }) => {
  const news = JSON.parse(data);
  show(news);
  if (!news.found || news.swapped) return;
  for (const { name, element } of host.frames.values()) {
    const [, folder] = /src\/([^/]+)/.exec(element.src);
    if (news.found.includes(folder)) host.reload(name);
  }
};

app.homes.forEach(({ name }, index) => form.elements.home.append(new Option(name, index)));
$('#homes').hidden = app.homes.length < 2;
document.title = `${app.name} preview`;
for (const [name, value] of Object.entries(settings)) if (form.elements[name]) form.elements[name].value = value;
apply({});
start();
