// The host page: what Jira, Confluence or Home is to an app's frames. It carries events between the frames, passes
// resolver calls on to Node, and logs everything for the tests to check.

const WAIT_MS = 10_000;

class ForgeHost {
  log = [];
  problems = [];
  frames = new Map();
  /** Changes the result of a resolver, or throws in its place. */
  changeResult = (result) => result;
  /** How long it takes until a frame gets the theme; `Infinity` for a host that has none. */
  themeMs = 0;
  /** The last event; set `repeats` to deliver it again to whoever starts to listen, as a slow host may. */
  last = undefined;
  repeats = false;
  #waiting = new Set();

  /**
   * `pages` has, for each page that people visit one after the other, what the host tells the frames of each resource.
   *
   * @typedef {{ background: object, view: object }} Page
   * @param {{ delivery: 'async' | 'sync', project: string, run: string, pages: Page[], theme: object }} config
   */
  constructor(config) {
    this.config = config;
    /** What the host tells from now on. */
    this.page = config.pages[0];
    addEventListener('message', ({ data, source, ports: [port] }) => {
      if (data !== 'harness:connect') return;
      const call = this.connect(source);
      createRpc(port, call);
    });
  }

  /** Puts a frame on the page; `resource` is a folder of the project's build. */
  add(name, resource) {
    const element = document.createElement('iframe');
    element.className = resource;
    element.src = `${this.#origin(name, resource)}/app/${this.config.project}/${resource}/index.html`;
    const frame = { name, resource, element, loads: 0, invokes: 0, listeners: [], state: {} };
    this.frames.set(name, frame);
    this.note({ from: name, kind: 'add' });
    document.body.append(element);
  }

  /** Takes a frame off the page. */
  remove(name) {
    this.frames.get(name).element.remove();
    this.frames.delete(name);
    this.note({ from: name, kind: 'remove' });
  }

  /** Loads a frame anew. Its old document can neither call the host nor hear events from now on. */
  reload(name) {
    const frame = this.frames.get(name);
    frame.listeners = [];
    frame.loads += 1;
    this.note({ from: name, kind: 'reload' });
    frame.element.src = `${frame.element.src}`;
  }

  /** Gives a frame's document its way to call the host. */
  connect(source) {
    const frame = [...this.frames.values()].find(({ element }) => element.contentWindow === source);
    const load = frame.loads;
    // Not an async function: on synchronous delivery an emit must have arrived when the call returns, and it must
    // not take an exception out of the host into the frame either.
    return (method, data) => {
      if (frame.loads !== load) return new Promise(() => {});
      try {
        return Promise.resolve(this.#answer(frame, method, data));
      } catch (error) {
        return Promise.reject(error);
      }
    };
  }

  /** Resolves as soon as `condition` holds; looked at whenever something happens on the page. */
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

  /** The emits of one event, in the order the host got them. */
  emits(event) {
    return this.log.filter((entry) => entry.kind === 'emit' && entry.event === event);
  }

  note(entry) {
    this.log.push({ ms: Math.round(performance.now() * 10) / 10, ...entry });
    for (const look of [...this.#waiting]) look();
  }

  #answer(frame, method, data) {
    const answer = this.#methods[method];
    if (!answer) {
      this.problems.push(`${frame.name} called ${method}, which this host does not have`);
      throw new Error(`${method} is not available`);
    }
    return answer(frame, data);
  }

  #methods = {
    emit: (frame, data) => this.#emit(frame, 'app', data),
    emitPublic: (frame, data) => this.#emit(frame, 'public', data),
    on: (frame, data) => this.#listen(frame, 'app', data),
    onPublic: (frame, data) => this.#listen(frame, 'public', data),
    invoke: (frame, data) => this.#invoke(frame, data),
    getContext: (frame) => this.#context(frame),
    enableTheming: (frame) => this.#theme(frame),
    getWidgetApi: (frame) => this.#recorder(frame, ['setPreviewConfig']),
    getWidgetEditApi: (frame) => this.#recorder(frame, ['onProductSave', 'onSave', 'onSaveError', 'updateConfig']),
    submit: (frame, payload) => this.note({ from: frame.name, kind: 'submit', payload }),
    close: (frame, payload) => this.note({ from: frame.name, kind: 'close', payload }),
    'harness:state': (frame, state) => {
      frame.state = state;
      this.note({ from: frame.name, kind: 'state', ...state });
    },
    'harness:problem': (frame, problem) => this.problems.push(`${frame.name}: ${problem}`),
  };

  /** Every frame of the app hears an event, the sender too; who listens later does not. */
  #emit(frame, scope, { event, payload }) {
    const { session, revision, status, about } = payload ?? {};
    this.note({ from: frame.name, kind: 'emit', event, session, revision, status, about });
    this.last = { event, payload };
    const hearing = [...this.frames.values()]
      .flatMap(({ listeners }) => listeners)
      .filter((listener) => listener.scope === scope && listener.event === event);
    for (const listener of hearing) this.#deliver(listener, payload);
  }

  async #deliver({ name, event, callback }, payload) {
    try {
      await callback(payload);
    } catch (error) {
      this.problems.push(`${name}: its listener for ${event} failed: ${error.message}`);
    }
  }

  #listen(frame, scope, { event, callback }) {
    const listener = { name: frame.name, scope, event, callback };
    frame.listeners.push(listener);
    this.note({ from: frame.name, kind: 'on', event });
    if (this.repeats && this.last.event === event) this.#deliver(listener, this.last.payload);
    return {
      unsubscribe: () => {
        frame.listeners = frame.listeners.filter((other) => other !== listener);
        this.note({ from: frame.name, kind: 'unsubscribe', event });
      },
    };
  }

  async #invoke(frame, { functionKey, payload }) {
    frame.invokes += 1;
    this.note({ from: frame.name, kind: 'invoke', functionKey });
    const response = await fetch(`/invoke/${this.config.project}${location.search}`, {
      method: 'POST',
      body: JSON.stringify({ call: { functionKey, payload }, context: this.#context(frame) }),
    });
    const { result, error } = await response.json();
    this.note({ from: frame.name, kind: error ? 'invoke failed' : 'invoke done', functionKey });
    if (error) throw new Error(error);
    return this.changeResult(result);
  }

  #context({ name, resource }) {
    const { theme } = this.config;
    return {
      accountId: '5b10ac8d82e05b22cc7d4ef5',
      cloudId: '7a1b0e0c-7f2f-4b7f-9a47-9d0c3f1b2a10',
      localId: name,
      moduleKey: resource,
      environmentId: '00000000-0000-0000-0000-000000000000',
      environmentType: 'DEVELOPMENT',
      siteUrl: 'https://example.atlassian.net',
      locale: 'en-US',
      timezone: 'Europe/Berlin',
      theme: { colorMode: theme.colorMode },
      extension: resource === 'edit' ? { ...this.page.view, entryPoint: 'edit' } : this.page[resource],
    };
  }

  async #theme(frame) {
    if (this.themeMs === Infinity) throw new Error('the test lets theming fail');
    if (this.themeMs > 0) await new Promise((resolve) => setTimeout(resolve, this.themeMs));
    this.note({ from: frame.name, kind: 'theme' });
    return this.config.theme;
  }

  /** An API object of which a test only needs to know what was called. */
  #recorder(frame, names) {
    const record = (name) => [name, () => this.note({ from: frame.name, kind: name })];
    return Object.fromEntries(names.map(record));
  }

  /** Asynchronous frames share nothing with the page: script, views and host are three sites, each view an origin. */
  #origin(name, resource) {
    if (this.config.delivery === 'sync') return location.origin;
    return `http://${name}.${resource}-${this.config.run}.localhost:${location.port}`;
  }
}

window.forgeHost = new ForgeHost(JSON.parse(document.getElementById('config').textContent));
