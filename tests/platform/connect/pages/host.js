// The host page: Atlassian's real connect-host library, and around it what the tests need: the same interface as the
// Forge host page has, so that the same orders run on both.

/** A page that takes longer hangs: how fast the machine is says nothing about the code. */
const WAIT_MS = 2 * 60_000;
const ADDON_KEY = 'team-pulse';

class ConnectHost {
  log = [];
  problems = [];
  frames = new Map();
  /** Changes the result of a resolver. */
  changeResult = (result) => result;
  #waiting = new Set();

  constructor() {
    const at = new URLSearchParams(location.search).get('location');
    const pages = at === 'issue_view' ? ['TEAM-1', 'TEAM-2'].map((key) => ({ issue: { id: `id of ${key}`, key } })) : [{}];
    /** What the host tells its frames on each of two pages, by resource. Only the issue view tells what it is about. */
    this.config = { pages: pages.map((page) => ({ background: page, view: page })) };
    this.page = this.config.pages[0];
    connectHost.defineModule('context', {
      getToken: (callback) => this.#giveToken(callback),
      getContext: (callback) => callback({ jira: this.page[this.#caller(callback).resource] }),
    });
    connectHost.registerProvider('addon', {
      resize: (width, height, { extension_id: id }) => this.#resize(id, width, height),
    });
    addEventListener('message', ({ data, source }) => this.#overhear(data, source));
  }

  /** Puts a frame on the page as Jira does: attributes by createExtension, address signed for now. */
  add(name, resource) {
    const frame = { name, resource, invokes: 0, state: {}, element: null };
    this.frames.set(name, frame);
    this.note({ from: name, kind: 'add' });
    this.#create(frame);
  }

  /** In turns by the two ways in which a host can do it: a new frame, or a new address for the old one. */
  reload(name, run = Number(new URLSearchParams(location.search).get('run'))) {
    const frame = this.frames.get(name);
    this.note({ from: name, kind: 'reload' });
    if (run % 2) {
      connectHost.destroy(frame.element.id);
      frame.element.remove();
      this.#create(frame);
    } else {
      frame.element.src = signed(frame.resource);
    }
  }

  #create(frame) {
    const { iframeAttributes } = connectHost.createExtension({
      addon_key: ADDON_KEY,
      key: `${ADDON_KEY}-${frame.resource}`,
      url: signed(frame.resource),
      options: { autoresize: frame.resource === 'view', hostOrigin: location.origin },
    });
    frame.element = document.createElement('iframe');
    for (const [name, value] of Object.entries(iframeAttributes)) frame.element.setAttribute(name, value);
    frame.element.referrerPolicy = 'no-referrer';
    frame.element.className = frame.resource;
    document.body.append(frame.element);
  }

  /** Takes a frame off the page. */
  remove(name) {
    const { element } = this.frames.get(name);
    connectHost.destroy(element.id);
    element.remove();
    this.frames.delete(name);
    this.note({ from: name, kind: 'remove' });
  }

  until(what, condition) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        settle(value);
      };
      const look = () => condition() && finish(resolve);
      const timer = setTimeout(() => finish(reject, new Error(`${what}: not within ${WAIT_MS} ms`)), WAIT_MS);
      this.#waiting.add(look);
      look();
    });
  }

  emits(event) {
    return this.log.filter((entry) => entry.kind === 'emit' && entry.event === event);
  }

  note(entry) {
    this.log.push({ ms: Math.round(performance.now() * 10) / 10, ...entry });
    for (const look of [...this.#waiting]) look();
  }

  #frame(match) {
    return [...this.frames.values()].find(({ element }) => element && match(element));
  }

  /** Reads along what the frames send: the library's own messages, and those of the probe in all.js. */
  #overhear(data, source) {
    const frame = this.#frame(({ contentWindow }) => contentWindow === source);
    if (!frame) return;
    if (data?.type === 'req' && data.mod === 'events' && data.fn === 'emit') this.#noteEmit(frame, data.args);
    if (data?.probe === 'state') {
      frame.state = data.state;
      this.note({ from: frame.name, kind: 'state', ...data.state });
    }
    if (data?.probe === 'note') this.note({ from: frame.name, ...data.entry });
    if (data?.probe === 'problem') this.problems.push(`${frame.name}: ${data.problem}`);
  }

  #noteEmit(frame, [event, text]) {
    if (typeof text !== 'string') this.problems.push(`${frame.name}: ${event} is not sent as text`);
    const { session, revision, status, about } = JSON.parse(text);
    this.note({ from: frame.name, kind: 'emit', event, session, revision, status, about });
  }

  #caller(callback) {
    return this.#frame(({ id }) => id === callback._context.extension_id);
  }

  async #giveToken(callback) {
    const frame = this.#caller(callback);
    frame.invokes += 1;
    this.note({ from: frame.name, kind: 'invoke' });
    const response = await fetch('/token');
    callback(await response.text());
  }

  #resize(id, width, height) {
    const { element } = this.#frame((element) => element.id === id);
    element.style.height = typeof height === 'number' ? `${height}px` : height;
    this.note({ from: this.#frame((element) => element.id === id).name, kind: 'resize', height });
  }
}

/** The address of a frame, signed by Node: the secret is not for this page. Synchronous, as both frames may be due at once. */
function signed(resource) {
  const request = new XMLHttpRequest();
  request.open(
    'GET',
    `/sign?${new URLSearchParams({ resource, location: new URLSearchParams(location.search).get('location') })}`,
    false,
  );
  request.send();
  return request.responseText;
}

window.forgeHost = new ConnectHost();
