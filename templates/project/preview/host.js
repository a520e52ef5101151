// The host page's side: what Jira, Confluence or Home is to an app's frames. Carries events between the frames, passes
// calls on, and notes everything.
import { createRpc } from './rpc.js';

export class Host {
  frames = new Map();
  /** What happened, in order. */
  log = [];

  constructor() {
    addEventListener('message', ({ data, source, ports: [port] }) => {
      const frame = [...this.frames.values()].find(({ element }) => element.contentWindow === source);
      if (data === 'preview:connect' && frame) this.#greet(frame, port);
    });
  }

  /** Starts a module in an iframe. `place` puts it on the page. */
  add(name, resource, module, src, place = (element) => document.body.append(element)) {
    const element = Object.assign(document.createElement('iframe'), { className: resource, title: name, src });
    const frame = { name, resource, module, element, loads: 0, invokes: 0, listeners: [], state: {} };
    this.frames.set(name, frame);
    this.note({ from: name, kind: 'add' });
    place(element);
    return frame;
  }

  remove(name) {
    this.frames.get(name).element.remove();
    this.frames.delete(name);
    this.note({ from: name, kind: 'remove' });
  }

  removeAll() {
    for (const name of [...this.frames.keys()]) this.remove(name);
  }

  /** Loads a frame anew. Its old document can neither call the host nor hear events from now on. */
  reload(name) {
    const frame = this.frames.get(name);
    this.#disconnect(frame);
    this.note({ from: name, kind: 'reload' });
    frame.element.src = `${frame.element.src}`;
  }

  /** Gives a frame's document its way to call the host. */
  connect(frame) {
    const { loads } = frame;
    // Not an async function: where host and frame share a thread, an emit has arrived when the call returns.
    return (method, data) => {
      if (frame.loads !== loads) return new Promise(() => {});
      try {
        return Promise.resolve(this.#answer(frame, method, data));
      } catch (error) {
        return Promise.reject(error);
      }
    };
  }

  note(entry) {
    this.log.push({ ms: Math.round(performance.now() * 10) / 10, ...entry });
  }

  /** What the host answers to each call of the bridge. */
  methods = {
    emit: (frame, data) => this.emit(frame, 'app', data),
    emitPublic: (frame, data) => this.emit(frame, 'public', data),
    on: (frame, data) => this.listen(frame, 'app', data),
    onPublic: (frame, data) => this.listen(frame, 'public', data),
    'preview:state': (frame, state) => {
      frame.state = state;
      this.note({ from: frame.name, kind: 'state', ...state });
    },
    'preview:problem': (frame, text) => this.note({ from: frame.name, kind: 'problem', text }),
  };

  /** Every frame of the app hears an event, the sender too; who listens later does not. */
  emit(frame, scope, { event, payload }) {
    this.note({ from: frame.name, kind: 'emit', event, payload });
    const listeners = [...this.frames.values()].flatMap((each) => each.listeners);
    for (const listener of listeners) {
      if (listener.scope === scope && listener.event === event) this.deliver(listener, payload);
    }
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
    return {
      unsubscribe: () => {
        frame.listeners = frame.listeners.filter((other) => other !== listener);
        this.note({ from: frame.name, kind: 'unsubscribe', event });
      },
    };
  }

  /** A document that connects replaces the frame's former one: a frame may load itself anew. */
  #greet(frame, port) {
    this.#disconnect(frame);
    frame.call = createRpc(port, this.connect(frame));
    this.note({ from: frame.name, kind: 'connect' });
  }

  #disconnect(frame) {
    frame.listeners = [];
    frame.loads += 1;
    frame.call = undefined;
    frame.state = {};
  }

  #answer(frame, method, data) {
    const answer = this.methods[method];
    if (answer) return answer(frame, data);
    this.note({ from: frame.name, kind: 'problem', text: `called ${method}, which this host does not have` });
    throw new Error(`${method} is not available`);
  }
}
