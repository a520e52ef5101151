// @ts-check
// Simulates the host page of script and views: answers their calls, without an account or a site.
import { Host } from './host.js';

/** @import { Frame } from './host.js' */
/** @import { Entry, Invocation, Place, Settings } from './types' */

const SLOW_MS = 3000;
const REFUSED = 'the preview refuses every call';

export class Home extends Host {
  /**
   * The page of the product that is shown.
   *
   * @type {Place}
   */
  home;

  /**
   * @param {Settings} settings the present values of the controls
   * @param {Place} home
   * @param {(entry: Entry) => void} show gets each event for the log
   */
  constructor(settings, home, show) {
    super();
    this.settings = settings;
    this.home = home;
    this.show = show;
    Object.assign(this.methods, {
      invoke: this.invoke.bind(this),
      fetchProduct: this.fetchProduct.bind(this),
      getContext: this.contextOf.bind(this),
      enableTheming: () => this.theme,
    });
  }

  /**
   * @override
   * @param {Entry} entry
   */
  note(entry) {
    this.show(entry);
  }

  get theme() {
    return { colorMode: this.settings.theme, theme: 'light:light dark:dark' };
  }

  /**
   * The settings that were saved for a view. They last as long as the tab.
   *
   * @param {string} name
   * @returns {unknown}
   */
  saved(name) {
    return JSON.parse(sessionStorage.getItem(`${this.home.name} ${name}`) ?? 'null') ?? undefined;
  }

  /**
   * @param {string} name
   * @param {unknown} payload
   */
  save(name, payload) {
    sessionStorage.setItem(`${this.home.name} ${name}`, JSON.stringify(payload));
    this.note({ from: name, kind: 'config', text: 'saved its settings', payload });
    this.note({ from: name, kind: 'close' });
  }

  /** @param {Frame} frame */
  contextOf({ name, resource, module, view = name, modal }) {
    const key = resource === 'background' ? undefined : this.home.config;
    const config = key && this.saved(view);
    const extension = {
      ...JSON.parse(JSON.stringify(module.context).replaceAll('$view', view)), // the view's own id
      ...(key && config ? { [key]: config } : {}),
      ...(resource === 'edit' ? { entryPoint: 'edit' } : {}),
      ...(modal ? { modal } : {}),
      ...JSON.parse(this.settings.context || '{}'),
    };
    return {
      accountId: '5b10ac8d82e05b22cc7d4ef5',
      cloudId: '7a1b0e0c-7f2f-4b7f-9a47-9d0c3f1b2a10',
      localId: name,
      moduleKey: module.key,
      environmentType: 'DEVELOPMENT',
      siteUrl: 'https://example.atlassian.net',
      locale: navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      theme: { colorMode: this.settings.theme },
      extension,
    };
  }

  /**
   * @param {Frame} frame
   * @param {Invocation} invocation
   */
  async invoke(frame, { functionKey, payload, path, body }) {
    const about = { from: frame.name, name: functionKey ?? path?.split('/').at(-1) };
    this.note({ ...about, kind: 'call', payload: payload ?? body });
    const begun = performance.now();
    if (this.settings.resolver === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    const call = { functionKey, payload, path, body, context: this.contextOf(frame) };
    const { result, error } = this.settings.resolver === 'fail' ? refusal(path) : await post('invoke', call);
    const reason = error ?? (path ? result.reason : undefined);
    const ms = Math.round(performance.now() - begun);
    this.note({ ...about, kind: reason ? 'failure' : 'answer', ms, reason, payload: path ? result?.body : result });
    if (error) throw new Error('There was an error invoking the function'); // frames get no more than this on the platform
    return path ? { success: true, payload: { headers: {}, ...result } } : result;
  }

  /**
   * @param {Frame} frame
   * @param {{ product: string, restPath: string, fetchRequestInit?: RequestInit }} request
   */
  async fetchProduct({ name: from }, { product, restPath: path, fetchRequestInit: init }) {
    const { status, body } = await post('product', { from, product, path, init });
    return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }
}

/**
 * @param {string} [path] the path of a call of the owner's server
 * @returns {{ result?: any, error?: string }}
 */
function refusal(path) {
  return path ? { result: { status: 500, body: { error: 'failed' }, reason: REFUSED } } : { error: REFUSED };
}

/**
 * @param {string} what
 * @param {object} data
 * @returns {Promise<any>} what the preview's server answers
 */
export async function post(what, data) {
  return (await fetch(`/preview/${what}`, { method: 'POST', body: JSON.stringify(data) })).json();
}
