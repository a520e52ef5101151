// Simulates the host page of script and views: answers their calls, without an account or a site.
import { Host } from './host.js';

const SLOW_MS = 3000;
const REFUSED = 'the preview refuses every call';

export class Home extends Host {
  /** @param {object} settings the present values of the controls. @param {Function} show gets each event for the log. */
  constructor(settings, show) {
    super();
    Object.assign(this, { settings, note: show });
    Object.assign(this.methods, {
      invoke: (frame, data) => this.#invoke(frame, data),
      fetchProduct: (frame, data) => this.#fetchProduct(frame, data),
      getContext: (frame) => this.#contextOf(frame),
      enableTheming: () => this.theme,
    });
  }

  get theme() {
    return { colorMode: this.settings.theme, theme: 'light:light dark:dark' };
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

  #contextOf({ name, resource, module, view = name, modal }) {
    const config = this.home.config && resource !== 'background' && this.saved(view);
    const extension = {
      ...JSON.parse(JSON.stringify(module.context).replaceAll('$view', view)), // the view's own id
      ...(config && { [this.home.config]: config }),
      ...(resource === 'edit' && { entryPoint: 'edit' }),
      ...(modal && { modal }),
      ...JSON.parse(this.settings.context || '{}'),
    };
    return {
      ...{ accountId: '5b10ac8d82e05b22cc7d4ef5', cloudId: '7a1b0e0c-7f2f-4b7f-9a47-9d0c3f1b2a10', localId: name },
      ...{ environmentType: 'DEVELOPMENT', siteUrl: 'https://example.atlassian.net', locale: navigator.language },
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      theme: { colorMode: this.settings.theme },
      extension,
    };
  }

  /** A call of the owner's server has `path` and `body`; a call of a Forge function has `functionKey` and `payload`. */
  async #invoke(frame, { functionKey, payload, path, body }) {
    const about = { from: frame.name, name: functionKey ?? path.split('/').at(-1) };
    this.note({ ...about, kind: 'call', payload: payload ?? body });
    const begun = performance.now();
    if (this.settings.resolver === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    const call = { functionKey, payload, path, body, context: this.#contextOf(frame) };
    const { result, error } = this.settings.resolver === 'fail' ? refusal(path) : await post('invoke', call);
    const reason = error ?? result?.reason;
    const ms = Math.round(performance.now() - begun);
    this.note({ ...about, kind: reason ? 'failure' : 'answer', ms, reason, payload: path ? result?.body : result });
    if (error) throw new Error('There was an error invoking the function'); // frames get no more than this on the platform
    return path ? { success: true, payload: { headers: {}, ...result } } : result;
  }

  async #fetchProduct({ name: from }, { product, restPath: path, fetchRequestInit: init }) {
    const { status, body } = await post('product', { from, product, path, init });
    return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }
}

const refusal = (path) =>
  path ? { result: { status: 500, body: { error: 'failed' }, reason: REFUSED } } : { error: REFUSED };

async function post(what, data) {
  return (await fetch(`/preview/${what}`, { method: 'POST', body: JSON.stringify(data) })).json();
}
