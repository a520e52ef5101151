// A page with frames and the event bus between them, with every fault that a host can make.

/** What a faithful host does. A schedule's faults replace some of it until its calm begins. */
export const FAITHFUL = {
  /** Whether `emit` has reached every listener when it returns. */
  sync: false,
  /** How a message travels: structured clones on Forge, JSON text on Connect. */
  json: false,
  /** Whether listeners get payloads that they cannot change. */
  frozen: false,
  /** Probabilities that a message is lost, delivered twice, overtakes others, or takes up to `slowMs`. */
  ...{ loss: 0, twice: 0, overtakes: 0, slow: 0, slowMs: 60_000 },
  /** The probability that `emit` throws, or rejects. */
  throws: 0,
  /** The probability that it takes up to 20 s until a listener is in place; that this is never reported. */
  ...{ lateOn: 0, silentOn: 0 },
  /** Timers run at full multiples of this, as in a tab that nobody looks at. */
  throttleMs: 0,
  /** How long a load takes. */
  loadMs: [0, 3_000],
  /** Probabilities that a load fails, throws at once, never ends, ends after 31 to 90 s, returns no data of ours, or
      data that cannot be sent. */
  ...{ fails: 0, bursts: 0, hangs: 0, endsLate: 0, rubbish: 0, unsendable: 0 },
  /** Whether the host reports its page to the script; probabilities that asking for it fails or never ends. */
  ...{ told: true, pageFails: 0, pageHangs: 0 },
};

export class Frame {
  alive = true;
  listeners = [];

  constructor(name, page, random) {
    Object.assign(this, { name, page, random });
    this.channel = {
      emit: (event, payload) => page.emit(this, event, payload),
      on: (event, listener) => page.listen(this, event, listener),
    };
  }

  /** The frame is gone, without a chance to clean up. */
  kill() {
    this.alive = false;
    this.listeners = [];
  }
}

export class Page {
  frames = [];
  #arrivals = new Map();

  /** @param onEmit is called with each message that a frame sends, before the host does anything with it. */
  constructor(clock, faults, { onEmit, onThrow }) {
    Object.assign(this, { clock, faults, onEmit, onThrow });
  }

  open(name, random) {
    const frame = new Frame(name, this, random);
    this.frames.push(frame);
    return frame;
  }

  /** The globals of a frame: its timers are throttled with the page. Of two that start at once, the second is newer. */
  realm(frame, order, console) {
    const delay = (ms) => {
      const { throttleMs } = this.faults;
      if (throttleMs === 0) return ms;
      const due = this.clock.now + ms;
      return Math.ceil(due / throttleMs) * throttleMs - this.clock.now;
    };
    const math = Object.assign(Object.create(Math), { random: () => (order + 1) / 1_000 });
    return { ...this.clock.realm(() => frame.alive, delay), Math: math, console, document: undefined };
  }

  emit(from, event, payload) {
    if (!from.alive) return Promise.resolve();
    const { faults } = this;
    this.onEmit(from, event, payload);
    if (from.random.chance(faults.throws)) {
      const reason = new Error('the host did not take the message');
      if (from.random.chance(0.5)) throw reason;
      return Promise.reject(reason);
    }
    let copy;
    try {
      copy = faults.json ? JSON.stringify(payload) : structuredClone(payload);
    } catch (reason) {
      return Promise.reject(reason);
    }
    for (const to of [...this.frames]) {
      if (!to.alive) continue;
      if (faults.sync) this.#deliver(to, event, copy);
      else this.#send(from, to, event, copy);
    }
    return Promise.resolve();
  }

  /** Somebody else uses the names of our events. */
  shout(payload) {
    for (const to of this.frames) {
      for (const { event } of to.alive ? to.listeners : []) this.#deliver(to, event, this.faults.json ? 'null' : payload);
    }
  }

  listen(frame, event, listener) {
    const { faults, clock } = this;
    const entry = { event, listener };
    const add = () => {
      if (frame.alive) frame.listeners.push(entry);
      frame.listensAt ??= clock.now;
      return () => (frame.listeners = frame.listeners.filter((other) => other !== entry));
    };
    const isLate = frame.random.chance(faults.lateOn);
    if (faults.sync && !isLate) return Promise.resolve(add());
    const isSilent = frame.random.chance(faults.silentOn);
    const ms = isLate ? frame.random.whole(100, 20_000) : frame.random.whole(1, 10);
    return new Promise((resolve) => {
      clock.at(clock.now + ms, () => {
        const remove = add();
        if (!isSilent) resolve(remove);
      });
    });
  }

  #send(from, to, event, copy) {
    const { faults } = this;
    const { random } = from;
    if (random.chance(faults.loss)) return;
    const times = random.chance(faults.twice) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const isSlow = random.chance(faults.slow);
      let at = this.clock.now + (isSlow ? random.whole(100, faults.slowMs) : random.whole(1, 8));
      const way = `${from.name} ${to.name}`;
      if (!isSlow && time === 0 && !random.chance(faults.overtakes)) {
        at = Math.max(at, this.#arrivals.get(way) ?? 0);
        this.#arrivals.set(way, at);
      } else if (!isSlow) at += random.whole(1, 300);
      this.clock.at(at, () => this.#deliver(to, event, copy));
    }
  }

  #deliver(to, event, copy) {
    for (const entry of [...to.listeners]) {
      if (entry.event !== event) continue;
      const payload = this.faults.json ? JSON.parse(copy) : structuredClone(copy);
      try {
        entry.listener(this.faults.frozen ? freeze(payload) : payload);
      } catch (reason) {
        this.onThrow(to, reason);
      }
    }
  }
}

function freeze(value) {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
