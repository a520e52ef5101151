// @ts-check
// The host's side, which Jira, Confluence or Atlassian Home is in production. Delivers events, and logs what happens.
import { createRpc } from './rpc.js';

/** @import { Call } from './rpc.js' */
/** @import { Entry, Module, SaveSettings } from './types' */

/**
 * A front end in an iframe.
 *
 * @typedef {object} Frame
 * @property {string} name
 * @property {string} resource what it shows: `background`, `view`, `edit` or `modal`
 * @property {Module} module
 * @property {HTMLIFrameElement} element
 * @property {number} loads how often its document was loaded again
 * @property {Listener[]} listeners
 * @property {object} state what it shows now
 * @property {Call} [call] calls its document, once that is connected
 * @property {() => Promise<void>} [onClose] asks the app before the frame is closed
 * @property {string} [view] the view that has opened a modal
 * @property {unknown} [modal] what that view has passed to it
 * @property {(payload?: unknown) => Promise<void>} [closeModal]
 * @property {SaveSettings} [save] returns the settings that a person has chosen
 */
/** @typedef {Pick<Frame, 'name' | 'resource' | 'module' | 'view' | 'modal'> & { src: string }} NewFrame */
/** @typedef {(payload: unknown) => unknown} Callback */
/** @typedef {{ name: string, scope: string, event: string, callback: Callback }} Listener */
/** @typedef {{ unsubscribe: () => void }} Subscription */
/** @typedef {(frame: Frame, data: any) => unknown} Method answers a call of the bridge, which decides what the data is */

export class Host {
  /** @type {Map<string, Frame>} */
  frames = new Map();

  constructor() {
    addEventListener('message', ({ data, source, ports: [port] }) => {
      const frame = [...this.frames.values()].find(({ element }) => element.contentWindow === source);
      if (data !== 'preview:connect' || !frame || !port) return;
      if (frame.call) this.#disconnect(frame); // the frame reloaded itself
      frame.call = createRpc(port, this.connect(frame));
      this.note({ from: frame.name, kind: 'connect' });
    });
  }

  /**
   * Gets each event. A subclass shows it.
   *
   * @param {Entry} entry
   */
  note(entry) {
    console.info(entry);
  }

  /**
   * Starts a front end in an iframe.
   *
   * @param {NewFrame} frame
   * @param {(element: HTMLIFrameElement) => void} place puts it on the page
   */
  add({ name, resource, src, ...more }, place = (element) => document.body.append(element)) {
    const element = Object.assign(document.createElement('iframe'), { className: resource, title: name, src });
    this.frames.set(name, { name, resource, ...more, element, loads: 0, listeners: [], state: {} });
    this.note({ from: name, kind: 'add' });
    place(element);
  }

  /**
   * @param {string} name
   * @returns {Frame}
   * @throws where there is no frame of that name
   */
  frame(name) {
    const frame = this.frames.get(name);
    if (!frame) throw new Error(`there is no frame '${name}'`);
    return frame;
  }

  /** @param {string} name */
  remove(name) {
    this.frame(name).element.remove();
    this.frames.delete(name);
    this.note({ from: name, kind: 'remove' });
  }

  /**
   * Reloads a frame. From then on its old document can neither call the host nor get events.
   *
   * @param {string} name
   */
  reload(name) {
    const frame = this.frame(name);
    this.#disconnect(frame);
    this.note({ from: name, kind: 'reload' });
    frame.element.src = `${frame.element.src}`;
  }

  /** @param {Frame} frame */
  #disconnect(frame) {
    Object.assign(frame, { listeners: [], loads: frame.loads + 1, call: undefined, onClose: undefined });
  }

  /**
   * Returns the function through which a frame's document calls the host.
   *
   * @param {Frame} frame
   * @returns {(method: string, data: unknown) => Promise<unknown>}
   */
  connect(frame) {
    const { loads } = frame;
    // Not an async function: if host and frame share a thread, an event is delivered before the call returns.
    return (method, data) => {
      if (frame.loads !== loads) return new Promise(() => {});
      try {
        return Promise.resolve(this.#answer(frame, method, data));
      } catch (error) {
        return Promise.reject(error);
      }
    };
  }

  /** @type {(frame: Frame, method: string, data: unknown) => unknown} */
  #answer(frame, method, data) {
    const answer = this.methods[method];
    if (answer) return answer(frame, data);
    this.note({ from: frame.name, kind: 'problem', text: `called ${method}, which this host does not have` });
    throw new Error(`${method} is not available`);
  }

  /**
   * What the host answers to each call of the bridge.
   *
   * @type {Record<string, Method>}
   */
  methods = {
    emit: (frame, data) => this.emit(frame, 'app', data),
    emitPublic: (frame, data) => this.emit(frame, 'public', data),
    on: (frame, data) => this.listen(frame, 'app', data),
    onPublic: (frame, data) => this.listen(frame, 'public', data),
    'preview:problem': ({ name }, text) => this.note({ from: name, kind: 'problem', text }),
    'preview:state': (frame, state) => {
      frame.state = state;
      this.note({ from: frame.name, kind: 'state', ...state });
    },
  };

  /**
   * Delivers an event to every frame of the app, the sender too. Frames that listen later do not get it.
   *
   * @param {Pick<Frame, 'name'>} sender
   * @param {string} scope
   * @param {{ event: string, payload?: unknown }} data
   */
  emit({ name }, scope, { event, payload }) {
    this.note({ from: name, kind: 'emit', event, payload });
    const listeners = [...this.frames.values()].flatMap((frame) => frame.listeners);
    for (const each of listeners) if (each.scope === scope && each.event === event) this.deliver(each, payload);
  }

  /**
   * @param {Omit<Listener, 'scope'>} listener
   * @param {unknown} [payload]
   */
  async deliver({ name, event, callback }, payload) {
    try {
      await callback(payload);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.note({ from: name, kind: 'problem', text: `its listener for ${event} failed: ${reason}` });
    }
  }

  /**
   * @param {Frame} frame
   * @param {string} scope
   * @param {{ event: string, callback: Callback }} data
   * @returns {Subscription}
   */
  listen(frame, scope, { event, callback }) {
    const listener = { name: frame.name, scope, event, callback };
    frame.listeners.push(listener);
    this.note({ from: frame.name, kind: 'on', event });
    const unsubscribe = () => {
      frame.listeners = frame.listeners.filter((other) => other !== listener);
      this.note({ from: frame.name, kind: 'unsubscribe', event });
    };
    return { unsubscribe };
  }
}
