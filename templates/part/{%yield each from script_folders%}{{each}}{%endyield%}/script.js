/* eslint-disable */
// @ts-nocheck
// Written by bgscript, and kept current by `bgscript update`. script.d.ts says what it has.
import { events, view } from '@forge/bridge';

// --- rolldown/runtime.js

var __defProp = Object.defineProperty;
var __exportAll = (all, no_symbols) => {
  let target = {};
  for (var name in all) {
    __defProp(target, name, {
      get: all[name],
      enumerable: true,
    });
  }
  if (!no_symbols) {
    __defProp(target, Symbol.toStringTag, { value: 'Module' });
  }
  return target;
};

// --- bgscript/runtime/limit.ts

/** How long the host may take to answer a question, such as which page this is. */
const HOST_LIMIT_MS = 1e4;
/** Something did not end in the time that it has. */
var TooLate = class extends Error {
  constructor() {
    super(...arguments);
    this.name = 'TooLate';
  }
};
/**
 * The result of `work`, if it comes in time.
 *
 * @param what names the work in the error.
 * @throws TooLate after `ms`; the work may still be under way then, and its result is dropped.
 */
function within(ms, work, what) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TooLate(`${what} took longer than ${ms / 1e3} s`)), ms);
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

// --- bgscript/platform/context.confluence.ts

var context_confluence_exports = /* @__PURE__ */ __exportAll({
  about: () => about$5,
  isPreview: () => isPreview$4,
  pageOf: () => pageOf$6,
});
/** The page, as the host reports it. */
function pageOf$6({ content, space }) {
  return {
    content,
    space,
  };
}
/** What distinguishes this page from others: its space. The home page is in none. */
function about$5({ space }) {
  return space === null || space === void 0 ? void 0 : space.key;
}
/** Whether this is a preview, in which no script may be running. This host page has none. */
const isPreview$4 = () => false;

// --- bgscript/platform/context.home-dashboard.ts

var context_home_dashboard_exports = /* @__PURE__ */ __exportAll({
  about: () => about$4,
  isPreview: () => isPreview$3,
  pageOf: () => pageOf$5,
});
/** The page, as the host reports it. */
function pageOf$5({ context }) {
  return (context === null || context === void 0 ? void 0 : context.dashboardId) === void 0
    ? void 0
    : { dashboardId: context.dashboardId };
}
/** What distinguishes this page from others: the dashboard's id. */
function about$4({ dashboardId }) {
  return dashboardId;
}
/** Whether this is the preview in the list from which people add widgets. No script may be running there. */
function isPreview$3({ context, entryPoint }) {
  return context !== void 0 && context.widgetId === void 0 && entryPoint !== 'edit';
}

// --- bgscript/platform/context.jira-dashboard.ts

var context_jira_dashboard_exports = /* @__PURE__ */ __exportAll({
  about: () => about$3,
  isPreview: () => isPreview$2,
  pageOf: () => pageOf$4,
});
/** The page, as the host reports it. */
function pageOf$4({ dashboard }) {
  return dashboard && { dashboard };
}
/** What distinguishes this page from others: the dashboard's id. */
function about$3({ dashboard }) {
  return dashboard === null || dashboard === void 0 ? void 0 : dashboard.id;
}
/** Whether this is a preview, in which no script may be running. This host page has none. */
const isPreview$2 = () => false;

// --- bgscript/platform/context.jira-global.ts

var context_jira_global_exports = /* @__PURE__ */ __exportAll({
  about: () => about$2,
  isPreview: () => isPreview$1,
  pageOf: () => pageOf$3,
});
/** The page, as the host reports it. */
function pageOf$3({ issue, project }) {
  return {
    issue,
    project,
  };
}
/** What distinguishes this page from others: the issue's key. Boards and dashboards have none. */
function about$2({ issue }) {
  return issue === null || issue === void 0 ? void 0 : issue.key;
}
/** Whether this is a preview, in which no script may be running. This host page has none. */
const isPreview$1 = () => false;

// --- bgscript/platform/context.jira-issue.ts

var context_jira_issue_exports = /* @__PURE__ */ __exportAll({
  about: () => about$1,
  isPreview: () => isPreview,
  pageOf: () => pageOf$2,
});
/** The page, as the host reports it. */
function pageOf$2({ issue, project }) {
  return (
    issue && {
      issue,
      project,
    }
  );
}
/** What distinguishes this page from others: the issue's key. */
function about$1({ issue }) {
  return issue === null || issue === void 0 ? void 0 : issue.key;
}
/** Whether this is a preview, in which no script may be running. This host page has none. */
const isPreview = () => false;

// --- bgscript/platform/context.ts

/** On which host page a module runs, and what it says. What only one of them has is in the file with its target's name. */
/** The targets by the types of their modules. */
const TARGETS = {
  'dashboards:backgroundScript': context_home_dashboard_exports,
  'dashboards:widget': context_home_dashboard_exports,
  'jira:dashboardBackgroundScript': context_jira_dashboard_exports,
  'jira:dashboardGadget': context_jira_dashboard_exports,
  'jira:issueViewBackgroundScript': context_jira_issue_exports,
  'jira:issuePanel': context_jira_issue_exports,
  'jira:globalBackgroundScript': context_jira_global_exports,
  'confluence:backgroundScript': context_confluence_exports,
  'confluence:homepageFeed': context_confluence_exports,
};
/** The target of a module; all of them for a module of another type, which `TARGETS` does not know. */
function targetsOf({ type = '' }) {
  return Object.prototype.hasOwnProperty.call(TARGETS, type) ? [TARGETS[type]] : Object.values(TARGETS);
}
/** What the host says about the page. */
function pageOf$1(context) {
  var _a;
  const pages = targetsOf(context).map((target) => target.pageOf(context));
  return (_a = pages.find((page) => page && about(page) !== void 0)) !== null && _a !== void 0 ? _a : pages[0];
}
/** What distinguishes this page from others: an issue's key, a space's key, a dashboard's id. */
function about(page) {
  return Object.values(TARGETS)
    .map((target) => target.about(page))
    .find((subject) => subject !== void 0);
}
/** Asks the host where this module runs. Returns an empty object if the host does not answer. */
async function getContext() {
  try {
    const { extension } = await within(HOST_LIMIT_MS, view.getContext(), 'Asking the host for the context');
    return extension !== null && extension !== void 0 ? extension : {};
  } catch {
    return {};
  }
}

// --- client/context.ts

/** What the pages of all hosts tell, for a client and a script that are the same in every app. */
/** Modules that know their page even where nothing distinguishes it from others: in Confluence, the page has no space. */
const OF_ANY_PAGE = /^(confluence:|jira:globalBackgroundScript$)/;
/**
 * The page, as the host reports it; `undefined` if the host does not. A view of an app that exists can be a module of any
 * type: its page is the one that its context names.
 */
function pageOf(context) {
  var _a;
  const page = pageOf$1(context);
  return (page !== void 0 && about(page) !== void 0) ||
    OF_ANY_PAGE.test((_a = context.type) !== null && _a !== void 0 ? _a : '')
    ? page
    : void 0;
}

// --- bgscript/runtime/protocol.ts

/**
 * The first data set has the events of the contract. Another one has events of its own, which end in its name, so that
 * no view takes its data for the first one's. All functions are async: a channel that throws rejects.
 */
function wireOf(channel, name) {
  const suffix = name === void 0 ? '' : `.${name}`;
  const request = `app.request-data${suffix}`;
  const change = `app.data-change${suffix}`;
  return {
    request: async (payload) => channel.emit(request, payload),
    announce: async (payload) => channel.emit(change, payload),
    onRequest: async (listener) => channel.on(request, listener),
    onAnnouncement: async (listener) => channel.on(change, listener),
  };
}
/** What distinguishes a page from others. Pages without such a key, and unknown ones, are one page. */
function keyOf(page) {
  return page && about(page);
}
let lastStart = 0;
/** Names a start of a script, so that names are in the order of the starts. Base 36 has eight digits until 2059. */
function newSession() {
  lastStart = Math.max(Date.now(), lastStart + 1);
  return `${lastStart.toString(36)}-${Math.random().toString(36).slice(2)}`;
}
/** A message that could not be sent is not fatal, as views ask again. */
function warn(reason) {
  console.warn('An event could not be sent:', reason);
}

// --- bgscript/runtime/dataSets.ts

/** How to load the data sets beside `SharedData`, by name. */
const shared = /* @__PURE__ */ new Map();
/**
 * Adds a data set. Call it in background/data.ts: the script then loads it as it loads `SharedData`, with revisions and
 * failures of its own.
 *
 * @param load returns the data for a page, as `loadData` does.
 */
function share(name, load) {
  shared.set(name, load);
}

// --- client/onError.ts

/** In place of the file with this name in an app. */
const LOAD_LIMIT_MS = 3e4;
let listener = () => void 0;
/** Passes each error on to a function of the owner's. */
function reportTo(onError) {
  listener = onError;
}
const onError = (error, what) => listener(error, what);

// --- bgscript/runtime/report.ts

/** Writes an error to the console and passes it to the owner's `onError`. Never throws. */
function report(what, error) {
  console.error(what, error);
  notify(what, error);
}
/**
 * Passes on what nothing else catches, such as errors in event handlers; the browser writes it to the console. UI Kit
 * has no events for that.
 */
function reportUncaught() {
  var _a, _b;
  const what = 'An error that nothing caught:';
  (_a = globalThis.addEventListener) === null ||
    _a === void 0 ||
    _a.call(globalThis, 'error', ({ error, message }) =>
      notify(what, error !== null && error !== void 0 ? error : message),
    );
  (_b = globalThis.addEventListener) === null ||
    _b === void 0 ||
    _b.call(globalThis, 'unhandledrejection', ({ reason }) => notify(what, reason));
}
function notify(what, error) {
  Promise.resolve()
    .then(() => onError(error, what))
    .catch((reason) => console.error('onError failed:', reason));
}

// --- bgscript/runtime/load.ts

/**
 * How a load ended. Never rejects. A load that takes too long has failed.
 *
 * @param failed what to report when it fails.
 */
async function attempt(load, failed) {
  try {
    return {
      status: 'ready',
      data: await within(LOAD_LIMIT_MS, load(), 'Loading'),
    };
  } catch (reason) {
    report(failed, reason);
    return {
      status: 'error',
      error: textOf(reason),
    };
  }
}
function textOf(reason) {
  return reason instanceof Error ? reason.message : String(reason);
}

// --- bgscript/runtime/answers.ts

/** The pause after an answer to views. It doubles with each answer. After a quiet pause it is `first` again. */
const ANSWER_PAUSE_MS = {
  first: 100,
  longest: 1e3,
};
function createAnswers(answer) {
  let timer;
  let pause = ANSWER_PAUSE_MS.first;
  let asked = false;
  function give() {
    asked = false;
    timer = setTimeout(next, pause);
    pause = Math.min(pause * 2, ANSWER_PAUSE_MS.longest);
    answer();
  }
  function next() {
    timer = void 0;
    if (asked) give();
    else pause = ANSWER_PAUSE_MS.first;
  }
  return {
    ask() {
      if (timer === void 0) give();
      else asked = true;
    },
    cancel() {
      asked = false;
    },
  };
}

// --- bgscript/runtime/pageLoads.ts

var __classPrivateFieldSet =
  (void 0 && (void 0).__classPrivateFieldSet) ||
  function (receiver, state, value, kind, f) {
    if (kind === 'm') throw new TypeError('Private method is not writable');
    if (kind === 'a' && !f) throw new TypeError('Private accessor was defined without a setter');
    if (typeof state === 'function' ? receiver !== state || !f : !state.has(receiver))
      throw new TypeError('Cannot write private member to an object whose class did not declare it');
    return (kind === 'a' ? f.call(receiver, value) : f ? (f.value = value) : state.set(receiver, value), value);
  };
var __classPrivateFieldGet =
  (void 0 && (void 0).__classPrivateFieldGet) ||
  function (receiver, state, kind, f) {
    if (kind === 'a' && !f) throw new TypeError('Private accessor was defined without a getter');
    if (typeof state === 'function' ? receiver !== state || !f : !state.has(receiver))
      throw new TypeError('Cannot read private member from an object whose class did not declare it');
    return kind === 'm' ? f : kind === 'a' ? f.call(receiver) : f ? f.value : state.get(receiver);
  };
var _Pages_instances;
var _Pages_loads;
var _Pages_announce;
var _Pages_forget;
/** How long the data of a page is used after people went on to another page. Longer than a view stays silent. */
const KEEP_MS = 15e3;
/** The loads for every page that was asked for lately. */
var Pages = class {
  constructor(announce) {
    _Pages_instances.add(this);
    _Pages_loads.set(this, /* @__PURE__ */ new Map());
    _Pages_announce.set(this, void 0);
    __classPrivateFieldSet(this, _Pages_announce, announce, 'f');
  }
  get(page) {
    return __classPrivateFieldGet(this, _Pages_loads, 'f').get(keyOf(page));
  }
  of(page) {
    const known = this.get(page);
    if (known) return Object.assign(known, { page });
    const loads = {
      page,
      news: void 0,
      answers: createAnswers(() => __classPrivateFieldGet(this, _Pages_announce, 'f').call(this, loads)),
    };
    __classPrivateFieldGet(this, _Pages_loads, 'f').set(keyOf(page), loads);
    return loads;
  }
  /** People go from one page to another. Data that failed or is too old for the next page will be loaded again. */
  leave(page) {
    const now = Date.now();
    __classPrivateFieldGet(this, _Pages_instances, 'm', _Pages_forget).call(
      this,
      ({ news, leftAt = now }) =>
        (news === null || news === void 0 ? void 0 : news.status) === 'error' || now - leftAt > KEEP_MS,
    );
    const left = this.get(page);
    if (left) left.leftAt = now;
  }
  /** Whatever is known about other pages may have changed. */
  forgetOthers(page) {
    const current = this.get(page);
    __classPrivateFieldGet(this, _Pages_instances, 'm', _Pages_forget).call(this, (loads) => loads !== current);
  }
};
((_Pages_loads = /* @__PURE__ */ new WeakMap()),
  (_Pages_announce = /* @__PURE__ */ new WeakMap()),
  (_Pages_instances = /* @__PURE__ */ new WeakSet()),
  (_Pages_forget = function _Pages_forget(isOld) {
    for (const [key, loads] of __classPrivateFieldGet(this, _Pages_loads, 'f'))
      if (!loads.running && isOld(loads)) __classPrivateFieldGet(this, _Pages_loads, 'f').delete(key);
  }));

// --- bgscript/runtime/reloading.ts

/** What is published in this script, also while its first load is under way. */
const published = /* @__PURE__ */ new Set();
/**
 * Loads all shared data again, for every view. For background/data.ts: call it when something has changed. Calls during
 * a load make one more load, however many they are.
 */
async function reload() {
  await Promise.all([...published].map(async (publisher) => (await publisher).refresh()));
}
/**
 * Loads all shared data again and again, with a pause of `ms` after each load. It stops while the page is hidden, and
 * loads at once when people come back to it. UI Kit does not say whether its page is hidden.
 *
 * @returns a function that ends it.
 */
function reloadEvery(ms) {
  const page = globalThis.document;
  let timer;
  let isDue = false;
  let isOver = false;
  function wait() {
    if (!isOver) timer = setTimeout(tick, ms);
  }
  function tick() {
    isDue = (page === null || page === void 0 ? void 0 : page.hidden) === true;
    if (isDue) return;
    reload()
      .catch((reason) => report('The data could not be loaded again:', reason))
      .finally(wait);
  }
  function look() {
    if (isDue) tick();
  }
  page === null || page === void 0 || page.addEventListener('visibilitychange', look);
  wait();
  return () => {
    isOver = true;
    clearTimeout(timer);
    page === null || page === void 0 || page.removeEventListener('visibilitychange', look);
  };
}

// --- bgscript/runtime/script.ts

/** How long the first load waits for a view that names the page, where the host does not. */
const NAME_MS = 25;
const FAILED = 'The background script could not load its data:';
/**
 * The script's side. Loads once, however many views ask, and announces when a load begins and how it ends. The data sets
 * of `share` are published too.
 *
 * @returns when the first load has ended.
 */
function publish(channel, source) {
  const publishing = publishAll(channel, source, () => published.delete(publishing));
  published.add(publishing);
  publishing.catch(() => published.delete(publishing));
  return publishing;
}
async function publishAll(channel, source, onStop) {
  const first = publishSet(channel, source);
  const sets = [
    first,
    ...[...shared].map(([name, load]) =>
      publishSet(
        channel,
        {
          ...source,
          load,
        },
        name,
      ),
    ),
  ];
  for (const { loaded } of sets.slice(1)) loaded.catch((reason) => report('A data set is not shared:', reason));
  await first.loaded;
  return {
    async refresh() {
      await Promise.all(sets.map((set) => set.refresh()));
    },
    stop() {
      onStop();
      for (const set of sets) set.stop();
    },
  };
}
/** Publishes one data set. */
function publishSet(channel, source, name) {
  const wire = wireOf(channel, name);
  const session = newSession();
  const pages = new Pages(announce);
  let revision = 0;
  /** The page that the host or a view named last. */
  let current;
  /** What the host reported last: as long as it says the same, a view knows better. */
  let reported;
  /** The pages of views that asked before the first load. */
  const early = [];
  let hasStarted = false;
  let isStopped = false;
  let asking;
  let again;
  let nameNow = () => void 0;
  function announce({ news }) {
    if (news && !isStopped) wire.announce(news).catch((reason) => explain(news, reason));
  }
  /** Data that cannot be sent is announced as a failure, so that views do not wait for it. */
  function explain(news, reason) {
    if (news.status !== 'ready' || isStopped) return warn(reason);
    report('The data could not be sent. It must be JSON:', reason);
    const error = `The data could not be sent: ${textOf(reason)}`;
    wire
      .announce({
        session,
        revision: news.revision,
        about: news.about,
        status: 'error',
        error,
      })
      .catch(warn);
  }
  /** An announcement reaches every view, so it also answers those that asked before. */
  function publishNews(loads, news) {
    loads.news = news;
    loads.answers.cancel();
    announce(loads);
  }
  /** Loads for a page: now, or as soon as the load that is under way for it has ended. */
  function load(page) {
    var _a;
    const loads = pages.of(page);
    if (!loads.running) return begin(loads);
    ((_a = loads.queued) !== null && _a !== void 0) ||
      (loads.queued = loads.running.then(() => {
        loads.queued = void 0;
        return isStopped ? void 0 : begin(loads);
      }));
    return loads.queued;
  }
  function begin(loads) {
    loads.running = run(loads).finally(() => (loads.running = void 0));
    return loads.running;
  }
  async function run(loads) {
    const { page } = loads;
    const identity = {
      session,
      revision: ++revision,
      about: keyOf(page),
    };
    publishNews(loads, {
      ...identity,
      status: 'loading',
    });
    publishNews(loads, {
      ...identity,
      ...(await attempt(() => source.load(page), FAILED)),
    });
  }
  function answer(request) {
    var _a;
    if (isStopped) return;
    const page =
      (_a = request === null || request === void 0 ? void 0 : request.page) !== null && _a !== void 0 ? _a : current;
    moveTo(page);
    nameNow();
    if (!hasStarted) {
      if (request === null || request === void 0 ? void 0 : request.page) early.push(request.page);
      return;
    }
    const loads = pages.get(page);
    if (!loads || ((request === null || request === void 0 ? void 0 : request.reload) && !loads.running)) load(page);
    else loads.answers.ask();
  }
  function moveTo(page) {
    if (keyOf(page) !== keyOf(current)) pages.leave(current);
    current = page;
  }
  async function askHost() {
    try {
      const page = await within(HOST_LIMIT_MS, source.getPage(), 'Asking the host for the page');
      if (!page) return;
      const isNews = keyOf(page) !== reported;
      reported = keyOf(page);
      if ((isNews && hasStarted) || !current || keyOf(current) === reported) moveTo(page);
    } catch (reason) {
      report('The host does not say which page this is:', reason);
    }
  }
  /** Where the host does not name the page, a view that is there already does. */
  async function nameByView() {
    const named = new Promise((resolve) => (nameNow = resolve));
    wire
      .announce({
        session,
        revision: 1,
        about: void 0,
        status: 'loading',
      })
      .catch(warn);
    await within(NAME_MS, named, 'Naming the page').catch(() => void 0);
  }
  /** The page may be another one by now. Calls while the host is asked are one more refresh, after this one. */
  function refresh() {
    if (asking) {
      (again !== null && again !== void 0) ||
        (again = asking.then(() => {
          again = void 0;
          return refresh();
        }));
      return again;
    }
    asking = askHost().finally(() => (asking = void 0));
    return asking.then(() => {
      if (isStopped) return void 0;
      pages.forgetOthers(current);
      return load(current);
    });
  }
  async function start() {
    const heard = within(HOST_LIMIT_MS, listening, 'Listening for requests').catch(lateOrNever);
    await Promise.all([heard, askHost()]);
    if (!current) await nameByView();
    hasStarted = true;
    const first = load(current);
    for (const page of early) if (!pages.get(page)) load(page);
    await first;
  }
  const listening = wire.onRequest(answer);
  const loaded = start();
  return {
    loaded,
    refresh: () => loaded.then(refresh, () => void 0),
    stop() {
      isStopped = true;
      listening.then(
        (remove) => remove(),
        () => void 0,
      );
    },
  };
}
/** A listener that is late may still come. One that was refused does not, and no view would be answered. */
function lateOrNever(reason) {
  report('The background script does not hear its views:', reason);
  if (!(reason instanceof TooLate)) throw reason;
}

// --- bgscript/platform/changes.ts

/**
 * Calls `changed` when this page's issue was updated or commented on. The event comes some seconds after the change.
 * Changes by the viewer may bring no event: `shouldReloadOnRefresh` in the manifest is for those.
 */
async function onIssueChanged(changed) {
  await events.on('JIRA_ISSUE_CHANGED', async ({ issueId }) => {
    const { type, issue } = await getContext();
    if (
      type === 'jira:issueViewBackgroundScript' &&
      (issue === null || issue === void 0 ? void 0 : issue.id) === issueId
    )
      changed();
  });
}

// --- bgscript/platform/events.ts

/**
 * Forge's event bus. An event reaches every module of this app on the page that listens, the sender too. It is lost for
 * modules that listen later.
 */
const channel = {
  async emit(event, payload) {
    await events.emit(event, payload);
  },
  async on(event, listener) {
    const subscription = await events.on(event, listener);
    return () => {
      subscription.unsubscribe();
    };
  },
};

// --- bgscript/runtime/startScript.ts

/**
 * Starts the background script: one hidden module for all views on the page.
 *
 * @param load loads the data of a page.
 */
async function startScript$1(load) {
  reportUncaught();
  const publishing = publish(channel, {
    load,
    getPage: async () => pageOf(await getContext()),
  });
  onIssueChanged(() => void publishing.then((publisher) => publisher.refresh())).catch((reason) =>
    report('The background script does not hear of changes:', reason),
  );
  await publishing;
}

// --- client/script.ts

/** The background script's side of the handshake. */
function startScript(load, { onError } = {}) {
  if (onError) reportTo(onError);
  startScript$1(load).catch((reason) => report('The background script could not start:', reason));
}

export { about, channel, getContext, pageOf, publish, reload, reloadEvery, share, startScript };
