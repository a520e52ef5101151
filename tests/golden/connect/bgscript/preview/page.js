// The page of the preview: its controls, script and views, and the log.
import { Home } from './home.js';
import { addRow, clearLog } from './log.js';

const app = await (await fetch('/preview/app.json')).json();
const DEFAULTS = { home: '0', first: 'both', delay: '0', views: '2', resolver: 'ok', theme: 'light', context: '' };
const STATES = { waiting: 'waiting', loading: 'loading', ready: 'ready', error: 'failed' };
const $ = (selector, root = document) => root.querySelector(selector);
const form = $('#controls');
const settings = { ...DEFAULTS, ...Object.fromEntries(new URLSearchParams(location.search)) };
const urlOf = (origin, folder) => `http://${origin}.localhost:${app.port}/src/${folder}/index.html`;
const host = new Home(settings, show);
let run = 0;

/** Starts script and views from scratch, in the order of the controls. */
async function start() {
  const mine = ++run;
  for (const name of [...host.frames.keys()]) host.remove(name);
  for (const element of document.querySelectorAll('[data-from]')) element.remove(); // flags and modals
  $('#views').replaceChildren();
  clearLog();
  host.home = app.homes[settings.home] ?? app.homes[0];
  $('#home').textContent = host.home.name;
  $('main').dataset.layout = host.home.layout;
  setState($('[data-role=script]'), 'waiting', 0);
  const { script: module } = host.home;
  const src = urlOf('background', module.folder);
  const script = () => host.add({ name: 'script', resource: 'background', module, src });
  const views = () => Array.from({ length: Math.min(50, settings.views) }, (_, index) => addView(index + 1));
  const [first, second] = settings.first === 'view' ? [views, script] : [script, views];
  first();
  if (settings.first !== 'both') await new Promise((resolve) => setTimeout(resolve, Number(settings.delay)));
  if (mine === run) second();
}

function addView(number) {
  const name = `view-${number}`;
  const module = host.home.views[(number - 1) % host.home.views.length];
  const card = $('template').content.firstElementChild.cloneNode(true);
  Object.assign(card, { id: name, ariaLabel: `${module.title}, ${name}` });
  $('h3', card).textContent = module.title;
  $('.name', card).textContent = name;
  $('[data-do=edit]', card).hidden = !module.edit;
  $('#views').append(card);
  showView(name, module, 'view');
}

/** Shows a view, or its settings, in the view's card. */
function showView(name, module, resource) {
  const card = document.getElementById(name);
  setState(card, 'waiting', 0);
  $('[data-do=edit]', card).textContent = resource === 'edit' ? 'Cancel' : 'Edit';
  $('[data-do=save]', card).hidden = true;
  const src = urlOf('view', resource === 'edit' ? module.edit : module.folder);
  host.add({ name, resource, module, src }, (element) => $('.body', card).replaceChildren(element));
}

// --- what happens in them

function show(entry) {
  const frame = host.frames.get(entry.from);
  const card = document.getElementById(entry.from);
  if (entry.kind === 'state' && card) {
    frame.element.style.height = `${Math.max(entry.height + 8, 64)}px`;
    if (frame.resource === 'view') setState(card, entry.state ?? 'waiting', entry.revision ?? 0);
  }
  if (entry.kind === 'editing') {
    frame.save = entry.save;
    $('[data-do=save]', card).hidden = false;
  }
  if (entry.kind === 'close') showView(entry.from, frame.module, 'view');
  const row = addRow(entry);
  if (row?.kind === 'announce') setState($('[data-role=script]'), row.payload.status, row.payload.revision);
}

function setState(element, state, revision) {
  Object.assign(element.dataset, { state, revision });
  $('.state', element).textContent = STATES[state] + (Number(revision) > 0 ? ` · revision ${revision}` : '');
}

const ACTIONS = {
  reload: (name) => host.reload(name),
  edit: async (name, frame) => {
    await frame.onClose?.();
    showView(name, frame.module, frame.resource === 'edit' ? 'view' : 'edit');
  },
  save: async (name, { save }) => host.save(name, await save(host.saved(name) ?? {})),
  remove(name) {
    host.remove(name);
    document.getElementById(name).remove();
    choose({ views: String(Math.max(0, settings.views - 1)) });
    $('#add').focus();
  },
};
$('main').addEventListener('click', ({ target }) => {
  const name = target.closest('[data-role]')?.id || 'script';
  ACTIONS[target.dataset.do]?.(name, host.frames.get(name));
});
$('#add').addEventListener('click', () => {
  const numbers = [...host.frames.keys()].map((name) => Number(name.slice('view-'.length)) || 0);
  choose({ views: String(Number(settings.views) + 1) });
  addView(Math.max(0, ...numbers) + 1);
});
$('#clear').addEventListener('click', clearLog);

// --- controls: their values are in the page's address

function choose(changed) {
  Object.assign(settings, changed);
  const kept = Object.entries(settings).filter(([name, value]) => value !== DEFAULTS[name]);
  history.replaceState(null, '', kept.length > 0 ? `?${new URLSearchParams(kept)}` : '/');
  document.documentElement.dataset.colorMode = settings.theme;
  for (const [name, value] of Object.entries(settings)) if (form.elements[name]) form.elements[name].value = value;
}

form.addEventListener('change', ({ target: { name, value } }) => {
  if (name === 'context' && !isObject(value)) return;
  choose({ [name]: value });
  if (name === 'theme') host.frames.forEach((frame) => frame.call?.('theme', host.theme));
  else if (name === 'resolver' && value === 'ok') addRow({ kind: 'control', text: 'let the resolver work again' });
  else start();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  start();
});

function isObject(text) {
  try {
    $('[role=alert]').textContent = '';
    return text === '' || typeof JSON.parse(text) === 'object';
  } catch (error) {
    $('[role=alert]').textContent = `This is not JSON: ${error.message}`;
    return false;
  }
}

// --- edits of files

new EventSource('/preview/events').onmessage = ({ data }) => {
  const news = JSON.parse(data);
  addRow(news);
  if (!news.restarts) return;
  for (const [name, { element }] of host.frames) {
    if (news.restarts.some((folder) => element.src.includes(`/src/${folder}/`))) host.reload(name);
  }
};

document.title = `${app.name} preview`;
$('h1').textContent = app.name;
app.homes.forEach(({ name }, index) => form.elements.home.append(new Option(name, index)));
$('#homes').hidden = app.homes.length < 2;
form.elements.resolver[0].closest('fieldset').hidden = !app.hasResolvers;
if (!isObject(settings.context)) settings.context = '';
choose({});
start();
