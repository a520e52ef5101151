// The host page: the host of the generated project's own preview, and what only tests need of one: another page to go
// to, faults, and a log to check.
import { Host } from '/preview/host.js';

/** A page that takes longer hangs: how fast the machine is says nothing about the code. */
const WAIT_MS = 2 * 60_000;

class ForgeHost extends Host {
  log = [];
  problems = [];
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
    super();
    this.config = config;
    /** What the host tells from now on. */
    this.page = config.pages[0];
    Object.assign(this.methods, {
      invoke: (frame, data) => this.#invoke(frame, data),
      getContext: (frame) => this.#context(frame),
      enableTheming: (frame) => this.#theme(frame),
      getWidgetApi: (frame) => this.#recorder(frame, ['setPreviewConfig']),
      getWidgetEditApi: (frame) => this.#recorder(frame, ['onProductSave', 'onSave', 'onSaveError', 'updateConfig']),
      submit: (frame, payload) => this.note({ from: frame.name, kind: 'submit', payload }),
      close: (frame, payload) => this.note({ from: frame.name, kind: 'close', payload }),
    });
  }

  /** Puts a frame on the page; `resource` is a folder of the project's build. */
  add(name, resource) {
    const src = `${this.#origin(name, resource)}/app/${this.config.project}/${resource}/index.html`;
    super.add({ name, resource, src, invokes: 0 });
  }

  /** A frame on the host's own origin calls without a message in between. */
  connectDirectly(source) {
    const frame = [...this.frames.values()].find(({ element }) => element.contentWindow === source);
    return this.connect(frame);
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
    const { session, revision, status, about } = entry.payload ?? {};
    const told = entry.kind === 'emit' ? { session, revision, status, about } : {};
    this.log.push({ ms: Math.round(performance.now() * 10) / 10, ...entry, ...told });
    if (entry.kind === 'problem') this.problems.push(`${entry.from}: ${entry.text}`);
    for (const look of [...this.#waiting]) look();
  }

  emit(frame, scope, message) {
    this.last = message;
    super.emit(frame, scope, message);
  }

  listen(frame, scope, { event, callback }) {
    const subscription = super.listen(frame, scope, { event, callback });
    if (this.repeats && this.last.event === event) {
      this.deliver({ name: frame.name, event, callback }, this.last.payload);
    }
    return subscription;
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
