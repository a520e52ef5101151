// The orders in which script and views may start on a page, and what must hold in each of them.
import { mapValues } from '/preview/rpc.js';

const REQUEST = 'app.request-data';
const CHANGE = 'app.data-change';
const LATE_MS = 500;
/** How long a page is watched after everything is ready: a repetition or a request too many shows in this time. */
const SETTLE_MS = 250;
/** Longer than the pause after which a view asks again, for a view that would do so although it was answered. */
const SETTLE_RETRY_MS = 1100;
const SETTLE_MANY_MS = 1500;
/** The first pauses between answers to views; after them it is the last one each time. */
const ANSWER_PAUSES_MS = [100, 200, 400, 800, 1000];
/** The text that tells data of the second session, or of the second page, from the first one's. */
const SECOND = ' (second)';

const host = window.forgeHost;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const addScript = () => host.add('script', 'background');
const addView = (number = 1) => host.add(`view-${number}`, 'view');
const views = () => [...host.frames.values()].filter(({ resource }) => resource === 'view');

const announced = () =>
  host.until('the script announces data', () => host.emits(CHANGE).some(({ status }) => status === 'ready'));
const allAsked = () =>
  host.until('every view asks', () => {
    const askers = new Set(host.emits(REQUEST).map(({ from }) => from));
    return views().every(({ name }) => askers.has(name));
  });
const allReady = () => host.until('every view is ready', () => views().every(({ state }) => isReady(state)));

const allCurrent = () =>
  host.until('every view shows the last revision', () => {
    const revision = newestRevision();
    return views().every(({ state }) => isReady(state) && state.revision === String(revision));
  });

/** Of the last session. A load for no page may end after the one for the view's page, and is announced then. */
function newestRevision() {
  const made = host.emits(CHANGE);
  const session = made.at(-1)?.session;
  return Math.max(...made.filter((entry) => entry.session === session).map(({ revision }) => revision));
}

function isReady({ state, text, visible, busy }) {
  return state === 'ready' && visible && text !== '' && !busy;
}

/** One entry for each order: `arrange` adds the frames; `loads` is how often the script must call its resolver. */
const ORDERS = {
  'script-first': { arrange: scriptFirst },
  'view-first': { arrange: viewFirst },
  'both-at-once': { arrange: bothAtOnce },
  'script-late': { arrange: scriptLate },
  'view-late': { arrange: viewLate, settleMs: SETTLE_RETRY_MS },
  'script-reloaded': { arrange: scriptReloaded, loads: 2, sessions: 2 },
  'next-page': { arrange: nextPage, loads: 2 },
  'twenty-views': { arrange: twentyViews, settleMs: SETTLE_MANY_MS },
  'twenty-views-late': { arrange: twentyViewsLate, settleMs: SETTLE_MANY_MS },
  'theme-late': { arrange: themeLate },
  preview: { arrange: preview, check: checkPreview },
  'strange-data': { arrange: strangeData, loads: 2 },
  'hundred-views': { arrange: (run) => twentyViews(run, 100), settleMs: SETTLE_MANY_MS },
};

async function scriptFirst(run, count = 1) {
  addScript();
  await announced();
  addViews(count);
}

async function viewFirst(run, count = 1) {
  addViews(count);
  await allAsked();
  addScript();
}

/** In one tick; every second run the other way round, as the first in the page often starts a little earlier. */
async function bothAtOnce(run, count = 1) {
  if (run % 2) addScript();
  addViews(count);
  if (run % 2 === 0) addScript();
}

async function scriptLate() {
  addView();
  await sleep(LATE_MS);
  addScript();
}

async function viewLate() {
  addScript();
  await announced();
  await sleep(LATE_MS);
  addView();
}

/** The second session starts at revision 1 again: a view that only compares revisions would keep the old data. */
async function scriptReloaded() {
  await scriptFirst();
  await allReady();
  const [{ session }] = host.emits(CHANGE);
  host.changeResult = markTexts;
  host.reload('script');
  await host.until('the reloaded script announces a session of its own', () =>
    host.emits(CHANGE).some((entry) => entry.session !== session),
  );
  await host.until('the view shows the data of the second session', () =>
    views().every(({ state }) => state.text.includes(SECOND)),
  );
}

/**
 * People go on to the next page, and the script stays. In turns: the host tells the script the new page, or goes on to
 * tell it the old one; the old view is still there when the new one starts, or is gone. On Forge, the announcement for
 * the first page arrives once more, as the second view starts to listen.
 */
async function nextPage(run) {
  await scriptFirst();
  await allReady();
  const [first, second] = host.config.pages;
  host.page = run % 2 ? second : { ...second, background: first.background };
  host.changeResult = markTexts;
  host.repeats = true;
  if (run % 4 < 2) host.remove('view-1');
  addView(2);
  await host.until('the second view is ready', () => isReady(host.frames.get('view-2').state));
  if (run % 4 >= 2) host.remove('view-1');
}

async function twentyViews(run, count = 20) {
  const arrange = [scriptFirst, viewFirst, bothAtOnce][run % 3];
  await arrange(Math.floor(run / 3), count);
}

/** The resolver returns what the owner's code did not expect. The view says so, and shows the next good data. */
async function strangeData(run) {
  host.changeResult = () => [null, {}, 'text', { items: null }][run % 4];
  addView();
  await allAsked();
  addScript();
  await host.until('the view offers to try again', () => views()[0].state.text?.includes('Try again'));
  host.changeResult = (result) => result;
  host.emit({ name: 'test' }, 'app', { event: REQUEST, payload: { reload: true } });
  await host.until('the view shows good data', () => !views()[0].state.text.includes('Try again'));
}

async function twentyViewsLate(run) {
  await scriptFirst(run, 20);
}

/** In turns: the product's theme takes its time, or there is none. */
async function themeLate(run) {
  host.themeMs = run % 2 ? Infinity : 200;
  await scriptFirst();
}

/** A widget in the list from which people add widgets: it has no `widgetId`, and there is no script. */
async function preview() {
  const { context, ...rest } = host.page.view;
  host.page = { ...host.page, view: { ...rest, context: { dashboardId: context.dashboardId } } };
  addView();
}

function addViews(count) {
  for (let number = 1; number <= count; number += 1) addView(number);
}

/** Changes every text in a result that is read by people; a changed date or link would no longer be one. */
function markTexts(value) {
  if (typeof value === 'string') return isProse(value) ? value + SECOND : value;
  return mapValues(value, markTexts);
}

function isProse(text) {
  return /\p{L}/u.test(text) && !URL.canParse(text) && Number.isNaN(Date.parse(text));
}

/** @returns {string[]} what is wrong on a page on which nothing happens any more */
function check({ loads = 1, sessions = 1 }) {
  return [...checkScript(loads, sessions), ...views().flatMap((view) => checkView(view, sessions))];
}

function checkScript(loads, sessions) {
  const wrong = [];
  const { invokes } = host.frames.get('script');
  const most = mostLoads(loads);
  if (invokes < loads || invokes > most) wrong.push(`the script called its resolver ${invokes} times, not ${loads}`);
  if (!listensBefore('script', REQUEST, 'invoke')) wrong.push('the script loads before it listens');
  const made = host.emits(CHANGE);
  const allowed = announcementsAllowed(loads, sessions, host.emits(REQUEST).length); // no request has two answers
  if (made.length > allowed) wrong.push(`${made.length} announcements where ${allowed} are enough`);
  const known = new Set(made.map(({ session }) => session));
  if (made.some(({ session }) => !session)) wrong.push('an announcement without a session');
  if (known.size !== sessions) wrong.push(`${known.size} session ids in ${sessions} sessions`);
  for (const session of known) {
    const first = made.find((entry) => entry.session === session);
    if (first.revision !== 1) wrong.push(`session ${session} starts at revision ${first.revision}`);
  }
  return wrong;
}

const mostLoads = (loads) => loads + loadsWithoutPage();

/** Where the host does not tell the page, each session announces itself once, so that a view can name it. */
function announcementsAllowed(loads, sessions, answers) {
  return 2 * mostLoads(loads) + sessions + answers;
}

/** Whether there were no more answers than the pauses allow. A busy machine can let one run look as if there were. */
function isPaced({ loads = 1, sessions = 1 }) {
  return host.emits(CHANGE).length <= announcementsAllowed(loads, sessions, answersAllowed());
}

/** A script that does not know its page when it starts loads again when a view tells it: once for each session. */
function loadsWithoutPage() {
  const made = host.emits(CHANGE);
  if (made.every(({ about }) => about === undefined)) return 0; // on this page nobody knows
  return new Set(made.filter(({ about }) => about === undefined).map(({ session }) => session)).size;
}

/**
 * How many answers the script may give, whatever the number of views: at 0, 100, 300, 700, 1500 ms, and then one a
 * second, from the first request to the last. It starts anew after a quiet time of at least the first pause.
 */
function answersAllowed() {
  const times = host.emits(REQUEST).map(({ ms }) => ms);
  const quiet = times.slice(1).filter((ms, index) => ms - times[index] >= ANSWER_PAUSES_MS[0]).length;
  let left = times.length === 0 ? 0 : times.at(-1) - times[0];
  let answers = 2; // the first one, and one for those that asked during the last pause
  for (let n = 0; left > 0; n += 1) {
    left -= ANSWER_PAUSES_MS[Math.min(n, ANSWER_PAUSES_MS.length - 1)];
    answers += 1;
  }
  return answers + quiet;
}

function checkView({ name, state, invokes }, sessions) {
  const wrong = [];
  const revision = newestRevision();
  const own = host.log.filter(({ from }) => from === name);
  if (state.roots !== 1) wrong.push(`${name} has ${state.roots} elements with data-state`);
  if (!isReady(state)) wrong.push(`${name} did not stay ready: ${JSON.stringify(state)}`);
  if (state.revision !== String(revision)) wrong.push(`${name} shows revision ${state.revision}, not ${revision}`);
  if (invokes > 0) wrong.push(`${name} called the resolver itself`);
  if (!listensBefore(name, CHANGE, 'emit')) wrong.push(`${name} asks before it listens`);
  // A view tells its page to each new session of the script.
  if (asksWhenReady(own) >= sessions) wrong.push(`${name} asked again although it was ready`);
  if (themedLate(own)) wrong.push(`${name} renders before it has the product's theme`);
  if (name === 'view-2' && host.frames.size === 2) wrong.push(...checkNextPage(name, own));
  return wrong;
}

/** The data of the second page has marked texts. */
function checkNextPage(name, own) {
  const shown = own.filter(({ kind, state }) => kind === 'state' && state === 'ready');
  return shown.filter(({ text }) => !text.includes(SECOND)).map(({ text }) => `${name} showed the first page's ${text}`);
}

/** What is sent before the listener is in place may be answered too early to be heard, on a fast host. */
function listensBefore(name, event, act) {
  const own = host.log.filter(({ from }) => from === name);
  const listens = own.findIndex((entry) => entry.kind === 'on' && entry.event === event);
  const acts = own.findIndex(({ kind }) => kind === act);
  return listens >= 0 && (acts < 0 || listens < acts);
}

function asksWhenReady(own) {
  const ready = own.findIndex(({ state }) => state === 'ready');
  return ready < 0 ? 0 : own.slice(ready).filter(({ kind, event }) => kind === 'emit' && event === REQUEST).length;
}

/** On Forge; Connect's host is not asked. */
function themedLate(own) {
  const themed = own.findIndex(({ kind }) => kind === 'theme');
  return themed > own.findIndex(({ kind, state }) => kind === 'state' && state !== undefined);
}

function checkPreview() {
  const wrong = views().flatMap(({ state }) => (isReady(state) ? [] : [`not ready: ${JSON.stringify(state)}`]));
  if (host.emits(REQUEST).length > 0) wrong.push('a preview asks for data');
  if (!host.log.some(({ kind }) => kind === 'setPreviewConfig')) wrong.push('the host does not get the settings');
  return wrong;
}

/**
 * Runs one order on this page.
 *
 * @returns {Promise<object>} counts, times, failures and the log
 */
window.runOrder = async (order, run) => {
  const rule = ORDERS[order];
  const failures = [];
  let readyMs;
  try {
    await rule.arrange(run);
    await allReady();
    const lastChange = host.log.findLast(({ kind }) => kind === 'add' || kind === 'reload');
    readyMs = Math.round(performance.now()) - lastChange.ms;
    await sleep(rule.settleMs ?? SETTLE_MS);
    if (!rule.check) await allCurrent(); // on a slow machine the last announcement may be under way
    failures.push(...(rule.check ?? check)(rule), ...host.problems);
  } catch (error) {
    failures.push(error.message, ...host.problems);
  }
  return { failures, readyMs, waitsMs: waits(), isPaced: isPaced(rule), ...counts(), log: host.log };
};

/** Script and three views; then so many changes of data, each shown by every view before the next. */
window.useForLong = async (changes) => {
  if (host.frames.size === 0) {
    addScript();
    addViews(3);
    await allReady();
  }
  const revision = () => host.emits(CHANGE).findLast(({ status }) => status === 'ready')?.revision ?? 0;
  for (let number = 1; number <= changes; number += 1) {
    const before = revision();
    host.emit({ name: 'test' }, 'app', { event: REQUEST, payload: { reload: true } });
    await host.until('the next data is announced', () => revision() > before);
    await allCurrent();
    if (number % 10 === 0) {
      host.reload('view-3');
      await host.until('the view starts again', () => !isReady(host.frames.get('view-3').state));
      await allCurrent();
    }
    host.log.splice(0, host.log.length - 200); // the log of the host is the test's own
    await sleep(60); // the bridge takes 500 calls in 25 s
  }
  return host.problems;
};

/**
 * How long each view waited for data that was there: from when it listened, or from the script's first announcement of
 * data where that came later, until it was ready.
 */
function waits() {
  const data = host.emits(CHANGE).find(({ status }) => status === 'ready')?.ms;
  return views().flatMap(({ name }) => {
    const own = host.log.filter(({ from }) => from === name);
    const listens = own.find(({ kind, event }) => kind === 'on' && event === CHANGE)?.ms;
    const ready = own.find(({ kind, state }) => kind === 'state' && state === 'ready')?.ms;
    return ready === undefined || listens === undefined ? [] : [ready - Math.max(listens, data)];
  });
}

function counts() {
  const requests = host.emits(REQUEST);
  return {
    invokes: host.log.filter(({ kind }) => kind === 'invoke').length,
    announcements: host.emits(CHANGE).length,
    requests: requests.length,
  };
}
