// The home in which script and views believe to be: its answers to their calls, without an account or a site.
import { Host } from './host.js';

const SLOW_MS = 3000;
const REFUSED = 'the preview refuses every call';

export class Home extends Host {
  /**
   * @param {object} settings  what the controls say now
   * @param {(entry: object) => void} show
   */
  constructor(settings, show) {
    super();
    this.settings = settings;
    this.show = show;
    const nothing = () => {};
    const widget = (frame) => ({
      setPreviewConfig: nothing,
      onProductSave: (save) => this.note({ from: frame.name, kind: 'editing', save }),
      onSave: nothing,
      onSaveError: nothing,
      updateConfig: (payload) => this.note({ from: frame.name, kind: 'config', text: 'changes its settings', payload }),
    });
    Object.assign(this.methods, {
      invoke: (frame, data) => this.#invoke(frame, data),
      fetchProduct: (frame, data) => this.#fetchProduct(frame, data),
      getContext: (frame) => this.contextOf(frame),
      enableTheming: () => this.theme,
      getWidgetApi: widget,
      getWidgetEditApi: widget,
      submit: (frame, config) => this.save(frame.name, config),
      close: (frame) => this.note({ from: frame.name, kind: 'close' }),
      getUrl: () => location.href,
      navigate: (frame, { url }) => this.note({ from: frame.name, kind: 'product', text: `goes to ${url}` }),
    });
  }

  get theme() {
    return { colorMode: this.settings.theme, theme: 'light:light dark:dark' };
  }

  note(entry) {
    this.show(entry);
  }

  /** What the host tells a frame. `$view` stands for the view's own name. */
  contextOf({ name, resource, module }) {
    const told = JSON.parse(JSON.stringify(module.context).replaceAll('$view', name));
    const config = this.home.config && resource !== 'background' && this.saved(name);
    return {
      accountId: '5b10ac8d82e05b22cc7d4ef5',
      cloudId: '7a1b0e0c-7f2f-4b7f-9a47-9d0c3f1b2a10',
      environmentType: 'DEVELOPMENT',
      localId: name,
      locale: navigator.language,
      siteUrl: 'https://example.atlassian.net',
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      theme: { colorMode: this.settings.theme },
      extension: {
        ...told,
        ...(config && { [this.home.config]: config }),
        ...(resource === 'edit' && { entryPoint: 'edit' }),
        ...JSON.parse(this.settings.context || '{}'),
      },
    };
  }

  /** The settings that were saved for a view. They last as long as the tab. */
  saved(name) {
    return JSON.parse(sessionStorage.getItem(`${this.home.name} ${name}`) ?? 'null') ?? undefined;
  }

  save(name, payload) {
    sessionStorage.setItem(`${this.home.name} ${name}`, JSON.stringify(payload));
    this.note({ from: name, kind: 'config', text: 'saved its settings', payload });
    this.note({ from: name, kind: 'close' });
  }

  async #invoke(frame, data) {
    const name = data.functionKey ?? data.path.split('/').at(-1);
    const from = frame.name;
    const begun = performance.now();
    this.note({ from, kind: 'call', name, payload: data.payload ?? data.body });
    if (this.settings.resolver === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    const { result, error } = await this.#run(data, frame);
    const reason = error ?? result?.reason;
    const ms = Math.round(performance.now() - begun);
    this.note({ from, kind: reason ? 'failure' : 'answer', name, ms, reason, payload: data.path ? result?.body : result });
    if (error) throw new Error('There was an error invoking the function'); // the platform tells a frame no more
    return data.path ? { success: true, payload: { headers: {}, ...result } } : result;
  }

  #run(data, frame) {
    if (this.settings.resolver !== 'fail') return post('invoke', { ...data, context: this.contextOf(frame) });
    return data.path ? { result: { status: 500, body: { error: 'failed' }, reason: REFUSED } } : { error: REFUSED };
  }

  async #fetchProduct({ name: from }, { product, restPath: path, fetchRequestInit: init }) {
    const { status, body } = await post('product', { from, product, path, init });
    return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }
}

async function post(what, data) {
  return (await fetch(`/preview/${what}`, { method: 'POST', body: JSON.stringify(data) })).json();
}
