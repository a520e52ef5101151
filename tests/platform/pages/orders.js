// The orders in which script and views may come to a page, and what must hold in each of them.

const REQUEST = 'app.request-data';
const CHANGE = 'app.data-change';
const LATE_MS = 500;
/** How long a page is watched after everything is ready: a late duplicate or a request too many shows in this time. */
const SETTLE_MS = 250;
/** Past the pause after which a view asks again, for a view that would do so although it was answered. */
const SETTLE_RETRY_MS = 900;
const SETTLE_MANY_MS = 1500;
/** The text by which the second session's data is told from the first's. */
const SECOND = ' (second session)';

const host = window.forgeHost;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const addScript = () => host.add('script', 'background');
const addView = (number = 1) => host.add(`view-${number}`, 'view');
const views = () => [...host.frames.values()].filter(({ resource }) => resource === 'view');

const announced = () => host.until('the script announces', () => host.emits(CHANGE).length > 0);
const allAsked = () =>
  host.until('every view asks', () => {
    const askers = new Set(host.emits(REQUEST).map(({ from }) => from));
    return views().every(({ name }) => askers.has(name));
  });
const allReady = () => host.until('every view is ready', () => views().every(({ state }) => isReady(state)));

function isReady({ state, text, visible }) {
  return state === 'ready' && visible && text !== '';
}

/**
 * One entry per order: `arrange` brings the frames, `sessions` is how often the script loads, `announcements` how many
 * it may make: one when its data is there, one that answers all who asked before they could have heard it.
 */
const ORDERS = {
  'script-first': { arrange: scriptFirst, sessions: 1, announcements: 2, settleMs: SETTLE_MS },
  'view-first': { arrange: viewFirst, sessions: 1, announcements: 2, settleMs: SETTLE_MS },
  'both-at-once': { arrange: bothAtOnce, sessions: 1, announcements: 2, settleMs: SETTLE_MS },
  'script-late': { arrange: scriptLate, sessions: 1, announcements: 2, settleMs: SETTLE_MS },
  'view-late': { arrange: viewLate, sessions: 1, announcements: 2, settleMs: SETTLE_RETRY_MS },
  'script-reloaded': { arrange: scriptReloaded, sessions: 2, announcements: 4, settleMs: SETTLE_MS },
  'twenty-views': { arrange: twentyViews, sessions: 1, announcements: 2, settleMs: SETTLE_MANY_MS },
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
  await sleep(LATE_MS);
  addView();
}

/** The second session starts at revision 1 again: a view that only counts revisions would stay with the old data. */
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

async function twentyViews(run) {
  const arrange = [scriptFirst, viewFirst, bothAtOnce][run % 3];
  await arrange(Math.floor(run / 3), 20);
}

function addViews(count) {
  for (let number = 1; number <= count; number += 1) addView(number);
}

/** Changes every text in a result that is read by people; a date or a link would no longer be one. */
function markTexts(value) {
  if (typeof value === 'string') return isProse(value) ? value + SECOND : value;
  return mapValues(value, markTexts);
}

function isProse(text) {
  return /\p{L}/u.test(text) && !URL.canParse(text) && Number.isNaN(Date.parse(text));
}

/** @returns {string[]} what is wrong once a page has come to rest */
function judge({ sessions, announcements }) {
  return [...judgeScript(sessions, announcements), ...views().flatMap(judgeView), ...host.problems];
}

function judgeScript(sessions, allowed) {
  const wrong = [];
  const { invokes } = host.frames.get('script');
  if (invokes !== sessions) wrong.push(`the script called its resolver ${invokes} times in ${sessions} sessions`);
  if (!listensBefore('script', REQUEST, 'invoke')) wrong.push('the script loads before it listens');
  const made = host.emits(CHANGE);
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

function judgeView({ name, state, invokes }) {
  const wrong = [];
  const { revision } = host.emits(CHANGE).at(-1) ?? {};
  if (state.roots !== 1) wrong.push(`${name} has ${state.roots} elements with data-state`);
  if (!isReady(state)) wrong.push(`${name} did not stay ready: ${JSON.stringify(state)}`);
  if (state.revision !== String(revision)) wrong.push(`${name} shows revision ${state.revision}, not ${revision}`);
  if (invokes > 0) wrong.push(`${name} called the resolver itself`);
  if (!listensBefore(name, CHANGE, 'emit')) wrong.push(`${name} asks before it listens`);
  if (asksWhenReady(name)) wrong.push(`${name} asked again although it was ready`);
  return wrong;
}

/** What is spoken before the listener stands may be answered too early to be heard, on a fast host. */
function listensBefore(name, event, act) {
  const own = host.log.filter(({ from }) => from === name);
  const listens = own.findIndex((entry) => entry.kind === 'on' && entry.event === event);
  const acts = own.findIndex(({ kind }) => kind === act);
  return listens >= 0 && (acts < 0 || listens < acts);
}

function asksWhenReady(name) {
  const own = host.log.filter(({ from }) => from === name);
  const ready = own.findIndex(({ state }) => state === 'ready');
  return ready >= 0 && own.slice(ready).some(({ kind, event }) => kind === 'emit' && event === REQUEST);
}

/**
 * Runs one order on this page.
 *
 * @returns {Promise<object>} counts, failures and the log
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
    await sleep(rule.settleMs);
    failures.push(...judge(rule));
  } catch (error) {
    failures.push(error.message, ...host.problems);
  }
  return { failures, readyMs, ...counts(), log: host.log };
};

function counts() {
  const requests = host.emits(REQUEST);
  const gaps = requests.slice(1).map(({ ms }, index) => ms - requests[index].ms);
  return {
    invokes: host.log.filter(({ kind }) => kind === 'invoke').length,
    announcements: host.emits(CHANGE).length,
    requests: requests.length,
    requestsSpreadMs: gaps.reduce((sum, gap) => sum + gap, 0),
    requestsGapMs: Math.max(0, ...gaps),
  };
}
