/* eslint-disable */
// @ts-nocheck
// Written by bgscript, and kept current by `bgscript update`. client.d.ts says what it has.
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
  isPreview: () => isPreview$5,
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
const isPreview$5 = () => false;

// --- bgscript/platform/context.home-dashboard.ts

var context_home_dashboard_exports = /* @__PURE__ */ __exportAll({
  about: () => about$4,
  isPreview: () => isPreview$4,
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
function isPreview$4({ context, entryPoint }) {
  return context !== void 0 && context.widgetId === void 0 && entryPoint !== 'edit';
}

// --- bgscript/platform/context.jira-dashboard.ts

var context_jira_dashboard_exports = /* @__PURE__ */ __exportAll({
  about: () => about$3,
  isPreview: () => isPreview$3,
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
const isPreview$3 = () => false;

// --- bgscript/platform/context.jira-global.ts

var context_jira_global_exports = /* @__PURE__ */ __exportAll({
  about: () => about$2,
  isPreview: () => isPreview$2,
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
const isPreview$2 = () => false;

// --- bgscript/platform/context.jira-issue.ts

var context_jira_issue_exports = /* @__PURE__ */ __exportAll({
  about: () => about$1,
  isPreview: () => isPreview$1,
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
const isPreview$1 = () => false;

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
/** Whether this is a view that no script answers, in a list from which people add it for instance. */
function isPreview(context) {
  return targetsOf(context).every((target) => target.isPreview(context));
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

const WAITING = {
  status: 'waiting',
  revision: 0,
  busy: true,
};
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
/** Whether a script started after another one. */
function isNewer(session, other) {
  return session > other;
}
/** How much the announcements of one load say. Their order of arrival does not matter then. */
const SAYS = {
  loading: 0,
  error: 1,
  ready: 2,
};
/** A message that could not be sent is not fatal, as views ask again. */
function warn(reason) {
  console.warn('An event could not be sent:', reason);
}

// --- client/onError.ts

let listener = () => void 0;
const onError = (error, what) => listener(error, what);

// --- bgscript/runtime/report.ts

/** Writes an error to the console and passes it to the owner's `onError`. Never throws. */
function report(what, error) {
  console.error(what, error);
  notify(what, error);
}
function notify(what, error) {
  Promise.resolve()
    .then(() => onError(error, what))
    .catch((reason) => console.error('onError failed:', reason));
}

// --- bgscript/runtime/view.ts

/** The pauses before a view asks again. After the last one it shows that no script answers. */
const RETRY_MS = [1e3, 2e3, 3e3, 4e3, 5e3];
/** A view that waits for a load asks again when it has heard nothing for this long. */
const SILENCE_MS = 1e4;
/** After so many requests without an answer, a script that started earlier may answer as well. */
const PATIENCE = 2;
/**
 * A view's side. Calls `show` with every new state, until unsubscribed.
 *
 * @param page which page the view is on; `undefined` if the host does not report it. Data that was loaded for another
 *   page is never shown.
 * @param name the data set; the first one if absent.
 */
function subscribe(channel, show, page, name) {
  const wire = wireOf(channel, name);
  let isClosed = false;
  let state = WAITING;
  let latest;
  let retry;
  let isAsking = false;
  /** Whether the wish for another load was just sent: what was loaded before it is no answer. */
  let isWishing = false;
  let unanswered = 0;
  /** The newest script that was heard since this view began to ask. */
  let heard = '';
  /** The newest load that this view heard of, by script and page: messages of a script may still come after its end. */
  const known = /* @__PURE__ */ new Map();
  /** The scripts that know that this view is there. */
  const greeted = /* @__PURE__ */ new Set();
  function receive(announcement) {
    if (!(announcement === null || announcement === void 0 ? void 0 : announcement.session)) return;
    if (isNewer(announcement.session, heard)) heard = announcement.session;
    if (page && announcement.about !== keyOf(page)) greet(announcement.session);
    else if (isNews(announcement)) accept(announcement);
  }
  /** A script that is on another page, or does not know its page, learns that this view is there, once for each start. */
  function greet(session) {
    if (
      !(!greeted.has(session) && (!latest || isNewer(session, latest.session))) &&
      (isAsking || failureOf(state) !== 'no-answer')
    )
      return;
    greeted.add(session);
    ask();
  }
  function isNews({ session, revision, about, status }) {
    var _a;
    if (!latest) return true;
    if (revision < ((_a = known.get(`${session} ${about}`)) !== null && _a !== void 0 ? _a : 0)) return false;
    if (session !== latest.session)
      return isNewer(session, latest.session) || (unanswered >= PATIENCE && session === heard);
    if (about !== latest.about) return revision > latest.revision || isAsking;
    if (revision !== latest.revision) return true;
    if (status !== latest.status) return SAYS[status] > SAYS[latest.status];
    return status === 'loading' || (isAsking && !isWishing) || failureOf(state) === 'no-answer';
  }
  function accept(announcement) {
    rest();
    unanswered = 0;
    latest = announcement;
    const { session, status, revision, about } = announcement;
    known.set(`${session} ${about}`, revision);
    if (status === 'ready')
      change({
        status,
        revision,
        busy: false,
        data: announcement.data,
      });
    else if (status === 'error') fail('load-failed');
    else {
      wait();
      retry = setTimeout(() => ask(), SILENCE_MS);
    }
  }
  /** A load is under way. Data that is already shown stays. */
  function wait() {
    if (state.busy) return;
    if (state.status === 'ready')
      change({
        status: 'ready',
        revision: state.revision,
        busy: true,
        data: state.data,
      });
    else change(WAITING);
  }
  function fail(failure) {
    var _a;
    if (state.status === 'ready')
      change({
        ...state,
        busy: false,
        failure,
      });
    else
      change({
        status: 'error',
        revision:
          (_a = latest === null || latest === void 0 ? void 0 : latest.revision) !== null && _a !== void 0 ? _a : 0,
        busy: false,
        failure,
      });
  }
  function change(next) {
    if (isClosed) return;
    state = next;
    show(state);
  }
  function ask(request = { page }, attempt = 0) {
    if (isClosed) return;
    if (attempt === 0) heard = '';
    isAsking = true;
    clearTimeout(retry);
    retry = setTimeout(() => askAgain(attempt + 1), RETRY_MS[attempt]);
    wire.request(request).catch(warn);
  }
  /** Asks only, whatever was asked for before: if the wish for another load was lost, people can repeat it. */
  function askAgain(attempt) {
    isWishing = false;
    unanswered += 1;
    if (attempt < RETRY_MS.length) ask({ page }, attempt);
    else if (heard) ask();
    else {
      rest();
      fail('no-answer');
    }
  }
  function rest() {
    clearTimeout(retry);
    isAsking = false;
    isWishing = false;
  }
  /** Also when the host does not report that the listener is in place: it may be. */
  function begin() {
    if (!latest && !isAsking) ask();
  }
  const listening = wire.onAnnouncement(receive);
  listening.then(begin, (reason) => {
    report('This view could not listen for events:', reason);
    fail('no-answer');
  });
  within(HOST_LIMIT_MS, listening, 'Listening for the script').catch((reason) => {
    if (reason instanceof TooLate) begin();
  });
  return {
    reload() {
      wait();
      isWishing = true;
      ask({
        page,
        reload: true,
      });
    },
    unsubscribe() {
      isClosed = true;
      clearTimeout(retry);
      listening.then(
        (stop) => stop(),
        () => void 0,
      );
    },
  };
}
function failureOf(state) {
  return state.status === 'waiting' ? void 0 : state.failure;
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

// --- client/client.ts

/** A view's side of the handshake, for views of any kind. */
function connect(show, { name, sample } = {}) {
  let subscription;
  let isOver = false;
  show(WAITING);
  getContext()
    .then((context) => {
      if (isOver) return;
      if (!isPreview(context)) subscription = subscribe(channel, show, pageOf(context), name);
      else if (sample !== void 0)
        show({
          status: 'ready',
          revision: 0,
          busy: false,
          data: sample,
        });
    })
    .catch((reason) => report('This view could not start:', reason));
  return {
    reload() {
      if (subscription) subscription.reload();
    },
    unsubscribe() {
      isOver = true;
      if (subscription) subscription.unsubscribe();
    },
  };
}

export { WAITING, about, channel, connect, getContext, isPreview, pageOf, subscribe };
