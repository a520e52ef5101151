// What must hold on a page, whatever its host does.

/** How long a load may take. A late timer of a page that nobody looks at may give it up later. */
const LIMIT_MS = 30_000;
/** When a view that hears nothing says that nobody answers. */
const PATIENCE_MS = 15_000;

export class Properties {
  violation = undefined;
  #quietSince = Infinity;

  constructor(world) {
    this.world = world;
    const { faults, kind } = world.schedule;
    const has = (...names) => names.some((name) => faults[name]);
    /** Whether each message arrives, once and soon. */
    this.isReliable = !has('loss', 'twice', 'overtakes', 'slow', 'throws', 'lateOn', 'silentOn');
    this.isPunctual = !has('throttleMs');
    this.keepsPages = !world.schedule.steps.some((step) => step.do === 'go' || step.page === 1 || step.page === null);
    this.kind = kind;
  }

  violate(property, detail) {
    this.violation ??= { property, detail, at: Math.round(this.world.clock.now) };
  }

  // --- at each step

  sent(actor, event, payload) {
    const { clock } = this.world;
    if (actor.over) this.violate('who has ended sends nothing', `${actor.frame.name} sends ${event}`);
    if (clock.now > this.#quietSince) this.violate('nothing is sent in a quiet minute', `${actor.frame.name}: ${event}`);
    if (actor.kind === 'view' && payload.reload) {
      actor.sentReloads = (actor.sentReloads ?? 0) + 1;
      if (actor.sentReloads > actor.reloads) this.violate('a retry asks and never reloads', actor.frame.name);
    }
    if (actor.kind === 'view' && !payload.reload) this.#asked(actor);
    if (actor.kind === 'script') this.#announced(actor, payload);
  }

  /** A view asks until it is answered, and when it hears another script. */
  #asked(view) {
    const { status, busy, failure } = view.state ?? {};
    if (!this.isReliable || !this.isPunctual || status !== 'ready' || busy || failure || !view.shown) return;
    const { order } = this.world.scripts.get(view.shown.script);
    if (order < this.world.scripts.size - 1 || this.world.clock.now - view.changedAt < 1_000) return;
    this.violate('who has the data does not ask', view.frame.name);
  }

  /** What was announced before is announced again only as an answer, and at a pace. */
  #announced(script, { revision, status, about }) {
    const { clock } = this.world;
    const news = `${revision} ${status} ${script.loads.length}`;
    script.announced ??= new Map();
    const last = script.announced.get(about);
    const isRepeated = last?.news === news;
    if (isRepeated && last.repeatedAt !== undefined && clock.now - last.repeatedAt < 100) {
      this.violate('answers are paced', `${script.frame.name} repeats ${news} after ${clock.now - last.repeatedAt} ms`);
    }
    script.announced.set(about, { news, repeatedAt: isRepeated ? clock.now : undefined });
  }

  loadStarted(script, load) {
    const { clock } = this.world;
    if (clock.now > this.#quietSince) this.violate('nothing is loaded in a quiet minute', `load ${load.id}`);
    if (script.over) this.violate('a script that has ended loads nothing', `load ${load.id}`);
    const inFlight = script.loads.filter(
      (other) => other !== load && other.ended === undefined && other.about === load.about && this.#isInTime(other),
    );
    if (inFlight.length > 0) this.violate('one load at a time for a page', `${inFlight[0].id} and ${load.id}`);
    const { twice } = this.world.schedule.faults; // a wish that arrives twice is fulfilled twice
    if (this.keepsPages && !twice && script.loads.length > this.#loadsAllowed(script)) {
      this.violate('each load has a reason', `${script.loads.length} loads of ${script.frame.name}`);
    }
  }

  #isInTime({ started }) {
    return this.isPunctual && this.world.clock.now - started < LIMIT_MS;
  }

  /** For scripts on one page: at the start, when the page becomes known, and for each wish. */
  #loadsAllowed(script) {
    const reloads = [...this.world.views.values()].reduce((sum, view) => sum + view.reloads, 0);
    const { told, pageFails, pageHangs } = { told: true, ...this.world.schedule.faults };
    return 1 + Number(!told || pageFails > 0 || pageHangs > 0) + script.refreshes + reloads;
  }

  refreshed(script, times) {
    script.refreshes += Math.min(times, 2);
  }

  /** Every result is shown, also while newer loads follow at once; a failure, unless a newer load has begun. */
  loadEnded(script, load) {
    if (script.over || load.rubbish || load.ended - load.started >= LIMIT_MS) return;
    if (!this.isReliable || !this.isPunctual) return;
    const { clock, views } = this.world;
    const watching = [...views.values()].filter((view) => this.#follows(view, script, load));
    clock.at(clock.now + 100, () => {
      for (const view of watching) {
        if (view.over || !this.#isNewest(script)) continue;
        if (load.good) this.#isShown(view, script, load);
        else if (script.loads.at(-1) === load && !(view.failedAt >= load.ended)) {
          this.violate('each failure is shown', `load ${load.id} in ${view.frame.name}`);
        }
      }
    });
  }

  #isShown(view, script, load) {
    const { shown } = view;
    if (shown?.script === script.id && shown.load >= load.id) return;
    this.violate('each result is shown', `load ${load.id} in ${view.frame.name}`);
  }

  #follows(view, script, load) {
    const { clock } = this.world;
    const listens = view.frame.listensAt !== undefined && view.frame.listensAt < clock.now - 20;
    return listens && !view.over && view.page !== undefined && view.about === load.about && this.#isNewest(script);
  }

  /** The script that started last among those that are still there. */
  #newest() {
    return [...this.world.scripts.values()].filter((script) => !script.over).at(-1);
  }

  #isNewest(script) {
    return script.order === this.world.scripts.size - 1 && !script.over;
  }

  #isOlder(script, other) {
    return this.world.scripts.get(script).order < this.world.scripts.get(other).order;
  }

  shown(view, state) {
    const { clock, scripts } = this.world;
    if (view.over) this.violate('an unsubscribed view is shown nothing', view.frame.name);
    const { status, failure } = state;
    const mark = status === 'ready' ? state.data?.mark : undefined;
    if (mark) this.#showedData(view, mark);
    if (failure === 'no-answer' && this.isReliable && this.isPunctual) {
      const alone = [...scripts.values()].every((script) => script.over || clock.now - listening(script) < PATIENCE_MS);
      if (!alone) this.violate('who is there answers', `${view.frame.name} at ${clock.now}`);
    }
    view.state = state;
    view.changedAt = clock.now;
    if (failure === 'load-failed') view.failedAt = clock.now;
    view.answeredAt ??= status === 'waiting' ? undefined : clock.now;
  }

  #showedData(view, mark) {
    const { clock, scripts } = this.world;
    if (view.page !== undefined && (mark.about ?? undefined) !== view.about) {
      this.violate('a view shows its own page', `${view.frame.name} shows ${mark.about}, not ${view.about}`);
    }
    const { shown } = view;
    if (shown && mark.script === shown.script && mark.about === shown.about && mark.load < shown.load) {
      this.violate('what is shown never gets older', `${view.frame.name}: load ${mark.load} after ${shown.load}`);
    }
    if (shown && this.#isOlder(mark.script, shown.script) && this.isReliable && !scripts.get(shown.script).over) {
      this.violate('the newest script counts', `${view.frame.name} goes back to script ${mark.script}`);
    }
    const load = scripts.get(mark.script).loads.find(({ id }) => id === mark.load);
    if (this.isPunctual && load.ended - load.started > LIMIT_MS) {
      this.violate('what came too late is not shown', `${view.frame.name}: load ${load.id}`);
    }
    if (!shown || shown.load !== mark.load) view.shown = mark;
    if (clock.now > this.#quietSince) this.violate('nothing changes in a quiet minute', view.frame.name);
  }

  // --- at the end

  /** Calm has lasted long enough for whatever was under way. */
  settled() {
    for (const view of this.#watching()) {
      if (!view.state || view.state.status === 'waiting' || view.state.busy) {
        this.violate('no view waits for ever', `${view.frame.name}: ${JSON.stringify(view.state)}`);
      }
    }
    this.#promptly();
  }

  /** Without faults, a view is answered when the data is there, or soon after it starts. */
  #promptly() {
    if (!['faithful', 'untold', 'told'].includes(this.kind)) return;
    const [script] = this.world.scripts.values();
    if (!script) return;
    for (const view of this.#watching()) {
      const longest = Math.max(...script.loads.map(({ started, ended }) => ended - started));
      const due = Math.max(view.since, script.since) + 1_050 + 2 * longest;
      const own = script.loads.find(({ about }) => about === view.about);
      const wasFirst = view.frame.listensAt < script.frame.listensAt - 20 && view.page !== undefined;
      if (wasFirst && own && own.started > script.frame.listensAt + 100) {
        this.violate('who is there first is served first', `${view.frame.name}: load ${own.id} at ${own.started}`);
      }
      if (this.kind === 'faithful' && view.answeredAt > due) this.violate('views are answered soon', `${view.frame.name} at ${view.answeredAt}`);
    }
  }

  /** Every view was asked to load again, in calm. */
  answered() {
    const script = this.#newest();
    for (const view of this.#watching()) {
      const { status, failure, busy, data } = view.state;
      const found = `${view.frame.name}: ${JSON.stringify(view.state)}`;
      if (!script) {
        if (failure !== 'no-answer' || busy) this.violate('without a script, a view says so', found);
        continue;
      }
      const last = script.loads.filter(({ about }) => view.page === undefined || about === view.about).at(-1);
      const isRight = view.page === undefined ? data?.mark?.script === script.id : data?.mark?.load === last?.id;
      if (status !== 'ready' || busy || failure || !isRight) {
        this.violate('in calm, every view shows the newest data', `${found}, not load ${last?.id} of script ${script.id}`);
      }
    }
  }

  beginQuiet() {
    this.#quietSince = this.world.clock.now;
  }

  /** Nothing is left over: no timer, no listener of a view that has gone. */
  wasQuiet() {
    const { clock, page } = this.world;
    if (clock.waiting > 0) this.violate('no timer is left over', String(clock.waiting));
    if (this.world.schedule.faults.silentOn) return; // nobody can remove a listener that is never reported
    for (const { name, actor, alive, listeners } of page.frames) {
      const expected = actor.over || !alive ? 0 : 1;
      if (listeners.length !== expected) this.violate('no listener is left over', `${listeners.length} of ${name}`);
    }
  }

  #watching() {
    return [...this.world.views.values()].filter((view) => !view.over);
  }
}

function listening(script) {
  return script.frame.listensAt ?? Infinity;
}
