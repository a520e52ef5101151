// The host's side, which Jira, Confluence or Atlassian Home is in production. Delivers events, and logs what happens.
import { createRpc } from './rpc.js';

export class Host {
  frames = new Map();

  constructor() {
    addEventListener('message', ({ data, source, ports: [port] }) => {
      const frame = [...this.frames.values()].find(({ element }) => element.contentWindow === source);
      if (data !== 'preview:connect' || !frame) return;
      if (frame.call) this.#disconnect(frame); // the frame reloaded itself
      frame.call = createRpc(port, this.connect(frame));
      this.note({ from: frame.name, kind: 'connect' });
    });
  }

  /** Starts a front end in an iframe. `place` puts it on the page. */
  add({ name, resource, src, ...more }, place = (element) => document.body.append(element)) {
    const element = Object.assign(document.createElement('iframe'), { className: resource, title: name, src });
    this.frames.set(name, { name, resource, ...more, element, loads: 0, listeners: [], state: {} });
    this.note({ from: name, kind: 'add' });
    place(element);
  }

  remove(name) {
    this.frames.get(name).element.remove();
    this.frames.delete(name);
    this.note({ from: name, kind: 'remove' });
  }

  /** Reloads a frame. From then on its old document can neither call the host nor get events. */
  reload(name) {
    const frame = this.frames.get(name);
    this.#disconnect(frame);
    this.note({ from: name, kind: 'reload' });
    frame.element.src = `${frame.element.src}`;
  }

  #disconnect(frame) {
    Object.assign(frame, { listeners: [], loads: frame.loads + 1, call: undefined, onClose: undefined });
  }

  /** Returns the function through which a frame's document calls the host. */
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

  #answer(frame, method, data) {
    if (this.methods[method]) return this.methods[method](frame, data);
    this.note({ from: frame.name, kind: 'problem', text: `called ${method}, which this host does not have` });
    throw new Error(`${method} is not available`);
  }

  /** What the host answers to each call of the bridge. */
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

  /** Delivers an event to every frame of the app, the sender too. Frames that listen later do not get it. */
  emit({ name }, scope, { event, payload }) {
    this.note({ from: name, kind: 'emit', event, payload });
    const listeners = [...this.frames.values()].flatMap((frame) => frame.listeners);
    for (const each of listeners) if (each.scope === scope && each.event === event) this.deliver(each, payload);
  }

  async deliver({ name, event, callback }, payload) {
    try {
      await callback(payload);
    } catch (error) {
      this.note({ from: name, kind: 'problem', text: `its listener for ${event} failed: ${error.message}` });
    }
  }

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
