// Runs one schedule on the real handshake, in virtual time, and looks at each step whether every property holds.
import { Clock } from './clock.mjs';
import { FAITHFUL, Page } from './page.mjs';
import { Properties } from './properties.mjs';
import { randomFrom } from './random.mjs';
import { BUSY_MS } from './schedules.mjs';

/** Messages that no script and no view of ours sends. */
const NOISES = [undefined, null, 'text', 5, {}, [], { page: null }, { session: '', revision: 99, status: 'ready' }];
/** After the faults: what is under way comes to an end, also loads and listeners that never answer. */
export const SETTLE_MS = 150_000;
/** After every view was asked to load again. */
export const ANSWER_MS = 90_000;
export const QUIET_MS = 60_000;

/**
 * @param {(realm: object) => object} runtime see runtime.mjs.
 * @param {{ json: boolean }} host how messages travel on the host of this project.
 * @returns the first property that did not hold: `{ property, detail, at }`; `undefined` if all did.
 */
export function runSchedule(runtime, schedule, host, trace) {
  const world = new World(runtime, schedule, host, trace);
  return world.run();
}

class World {
  scripts = new Map();
  views = new Map();
  loads = 0;

  constructor(runtime, schedule, host, trace) {
    Object.assign(this, { runtime, schedule, host, trace });
    this.clock = new Clock((reason) => this.properties.violate('nothing throws', String(reason)));
    this.faults = { ...FAITHFUL, ...schedule.faults, ...host };
    const onEmit = (frame, event, payload) => {
      this.note(() => `${frame.name} sends ${event} ${JSON.stringify(payload, unknown)}`);
      this.properties.sent(frame.actor, event, payload);
    };
    const onThrow = (frame, reason) => this.properties.violate('no listener throws', `${frame.name}: ${reason}`);
    this.page = new Page(this.clock, this.faults, { onEmit, onThrow });
    this.properties = new Properties(this);
    this.home = 0;
    this.console = { error: () => undefined, warn: () => undefined };
  }

  run() {
    const { clock, properties } = this;
    for (const step of this.schedule.steps) clock.at(step.at, () => this.#do(step));
    const phases = [
      [BUSY_MS, () => this.#calm()],
      [SETTLE_MS, () => (properties.settled(), this.#askAll())],
      [ANSWER_MS, () => (properties.answered(), properties.beginQuiet())],
      [QUIET_MS, () => properties.wasQuiet()],
    ];
    let end = 0;
    for (const [ms, then] of phases) {
      end += ms;
      clock.run(end, () => properties.violation);
      if (!properties.violation) then();
      if (properties.violation) break;
    }
    return properties.violation;
  }

  note(text) {
    this.trace?.push(`${String(Math.round(this.clock.now)).padStart(7)} ${text()}`);
  }

  #do(step) {
    this.note(() => `— ${JSON.stringify({ ...step, at: undefined })}`);
    if (step.do === 'script') this.#startScript(step.id);
    else if (step.do === 'view') this.#startView(step.id, step.page);
    else if (step.do === 'go') this.home = step.page;
    else if (step.do === 'noise') this.page.shout(NOISES[step.what]);
    else if (step.do === 'end') this.#end(this.scripts.get(step.id), step.how, (script) => script.publisher?.stop());
    else if (step.do === 'leave') {
      this.#end(this.views.get(step.id), step.how, (view) => view.subscription.unsubscribe());
    } else if (step.do === 'reload') this.#reload(this.views.get(step.id));
    else if (step.do === 'refresh') this.#refresh(this.scripts.get(step.id), step.times);
  }

  #open(kind, id) {
    const frame = this.page.open(`${kind} ${id}`, randomFrom(this.schedule.seed * 7919 + id * 2 + Number(kind === 'view')));
    const order = kind === 'script' ? this.scripts.size : 0;
    const { publish, subscribe, about, PAGES } = this.runtime(this.page.realm(frame, order, this.console));
    const actor = { kind, id, frame, since: this.clock.now };
    frame.actor = actor;
    return { actor, frame, publish, subscribe, about, PAGES };
  }

  #startScript(id) {
    const { actor: script, frame, publish, about, PAGES } = this.#open('script', id);
    this.scripts.set(id, Object.assign(script, { loads: [], refreshes: 0, order: this.scripts.size }));
    const getPage = () => {
      const { told, pageFails, pageHangs } = this.faults;
      if (frame.random.chance(pageFails)) return Promise.reject(new Error('the host does not know'));
      if (frame.random.chance(pageHangs)) return new Promise(() => undefined);
      return Promise.resolve(told ? PAGES[this.home] : undefined);
    };
    const load = (page) => this.#load(script, page && about(page), page === undefined);
    publish(frame.channel, { load, getPage }).then(
      (publisher) => {
        script.publisher = publisher;
        if (script.isEnding) this.#end(script, 'stop', () => publisher.stop());
      },
      (reason) => this.properties.violate('publish gives a publisher', String(reason)),
    );
  }

  #load(script, about, pageless) {
    const { random, alive } = script.frame;
    const { faults, clock } = this;
    if (!alive) return new Promise(() => undefined); // a frame that is gone runs no code
    const load = { id: ++this.loads, script: script.id, about, pageless, started: clock.now };
    script.loads.push(load);
    this.note(() => `script ${script.id} loads ${load.id} for ${about}`);
    this.properties.loadStarted(script, load);
    if (random.chance(faults.bursts)) {
      load.ended = clock.now;
      throw new Error('thrown at once');
    }
    if (random.chance(faults.hangs)) return new Promise(() => undefined);
    const isLate = random.chance(faults.endsLate);
    const ms = isLate ? random.whole(31_000, 90_000) : random.whole(...faults.loadMs);
    const fails = random.chance(faults.fails);
    const data = this.#data(load, random);
    return new Promise((resolve, reject) => {
      clock.at(clock.now + ms, () => {
        load.ended = clock.now;
        load.good = !fails && !load.rubbish && !load.unsendable && !isLate;
        this.note(() => `load ${load.id} ${fails ? 'fails' : 'ends'}`);
        this.properties.loadEnded(script, load);
        if (fails) reject(new Error('failed'));
        else resolve(data);
      });
    });
  }

  #data(load, random) {
    if (random.chance(this.faults.rubbish)) {
      load.rubbish = true;
      return random.pick([null, 0, '', [], 'text', {}]);
    }
    const mark = { load: load.id, script: load.script, about: load.about ?? null };
    if (!random.chance(this.faults.unsendable)) return { mark };
    load.unsendable = true;
    const circle = { mark, big: 5n, action: () => undefined };
    return Object.assign(circle, { circle });
  }

  #startView(id, pageNumber) {
    const { actor: view, frame, subscribe, about, PAGES } = this.#open('view', id);
    const page = pageNumber === null ? undefined : PAGES[pageNumber];
    this.views.set(id, Object.assign(view, { page, about: page && about(page), reloads: 0 }));
    const show = (state) => {
      this.note(() => `view ${id} shows ${JSON.stringify(state)}`);
      this.properties.shown(view, state);
    };
    view.subscription = subscribe(frame.channel, show, page);
  }

  /** Ends a script or a view: as its own code would, or with its frame. */
  #end(actor, how, stop) {
    if (!actor || actor.over) return undefined;
    if (how === 'kill') actor.frame.kill();
    else if (actor.kind === 'script' && !actor.publisher) return void (actor.isEnding = true); // its code cannot yet
    else stop(actor);
    actor.over = how;
    return undefined;
  }

  #reload(view) {
    if (!view || view.over) return;
    view.reloads += 1;
    view.subscription.reload();
  }

  #refresh(script, times) {
    if (!script?.publisher || script.over) return;
    this.properties.refreshed(script, times);
    for (let time = 0; time < times; time += 1) {
      script.publisher.refresh().catch((reason) => this.properties.violate('refresh ends', String(reason)));
    }
  }

  #calm() {
    const { told } = this.faults;
    Object.assign(this.faults, FAITHFUL, this.host, { told, sync: this.schedule.faults.sync });
    this.note(() => '— calm');
  }

  #askAll() {
    this.note(() => '— every view loads again');
    for (const view of this.views.values()) this.#reload(view);
  }
}

function unknown(key, value) {
  return typeof value === 'bigint' || typeof value === 'function' || key === 'circle' ? `<${typeof value}>` : value;
}
