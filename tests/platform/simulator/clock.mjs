// Virtual time: what would happen later waits in a queue, and time is whatever the next entry says.
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--allow-natives-syntax');
/** Runs all promise reactions that are due, as a browser does after each task. Only outside of a promise reaction. */
const settle = new Function('%PerformMicrotaskCheckpoint()');
/** Far more than any schedule needs: what is still not over then would go on for ever. */
const MOST_ACTIONS = 50_000;
/** Virtual time starts here, so that times in a trace are readable and `Date.now()` is plausible. */
const START_MS = Date.UTC(2026, 0, 1);

export class Clock {
  now = 0;
  #queue = [];
  #order = 0;
  #count = 0;

  /** @param onThrow is called with what an action throws. */
  constructor(onThrow) {
    this.onThrow = onThrow;
  }

  /** Runs `action` in `ms`. Actions of the same moment run in the order in which they were scheduled. */
  at(ms, action) {
    const entry = { time: Math.max(this.now, ms), order: this.#order++, action };
    const queue = this.#queue;
    let index = queue.length;
    queue.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(entry, queue[parent])) break;
      queue[index] = queue[parent];
      index = parent;
    }
    queue[index] = entry;
    return entry;
  }

  /** Lets time pass until `end`, or until `isOver`. */
  run(end, isOver = () => false) {
    settle();
    while (this.#queue.length > 0 && this.#queue[0].time <= end && !isOver()) {
      const entry = this.#take();
      if (!entry.action) continue;
      this.now = entry.time;
      if (++this.#count > MOST_ACTIONS) return this.onThrow(new Error('it never comes to rest'));
      try {
        entry.action();
      } catch (reason) {
        this.onThrow(reason);
      }
      settle();
    }
    this.now = end;
    return undefined;
  }

  /** How many actions are still to come. */
  get waiting() {
    return this.#queue.filter(({ action }) => action).length;
  }

  /** The timers and the date of one frame. `delay` says how long a timer of `ms` takes there. */
  realm(isAlive, delay) {
    const clock = this;
    return {
      setTimeout(action, ms = 0, ...args) {
        return clock.at(clock.now + delay(ms), () => isAlive() && action(...args));
      },
      clearTimeout(timer) {
        if (timer) timer.action = undefined;
      },
      Date: { now: () => START_MS + Math.floor(clock.now) },
    };
  }

  #take() {
    const queue = this.#queue;
    const [first] = queue;
    const last = queue.pop();
    if (queue.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= queue.length) break;
      if (child + 1 < queue.length && isBefore(queue[child + 1], queue[child])) child += 1;
      if (!isBefore(queue[child], last)) break;
      queue[index] = queue[child];
      index = child;
    }
    queue[index] = last;
    return first;
  }
}

function isBefore(one, other) {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}
