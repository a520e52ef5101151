// Schedules: what happens on a page and when, from a seed. Each class has the faults that it is about.
import { randomFrom } from './random.mjs';

/** While faults last. Calm, and the checks of it, come after that. */
export const BUSY_MS = 60_000;

/**
 * @typedef {object} Schedule
 * @property {string} kind the class.
 * @property {number} seed decides what each message and each load meets.
 * @property {object} faults see FAITHFUL of page.mjs.
 * @property {object[]} steps what happens: `at` is milliseconds, `id` names the script or the view.
 */

/** By class: the faults, and how many scripts, views, pages, reloads and so on. */
const CLASSES = {
  faithful: (random) => ({ views: random.whole(1, 6), leaves: 0.1 }),
  refresh: (random) => ({
    ...{ views: random.whole(1, 4), refreshes: random.whole(1, 8), reloads: random.whole(0, 4), leaves: 0.1 },
    faults: { loadMs: [0, random.pick([500, 3_000, 12_000])], fails: random.pick([0, 0.3]), bursts: random.pick([0, 0.1]) },
  }),
  told: (random) => ({
    ...{ views: random.whole(2, 6), pages: 2, moves: random.whole(1, 3), refreshes: random.whole(0, 3), leaves: 0.4 },
    ...{ reloads: random.whole(0, 2), faults: { loadMs: [0, random.pick([500, 12_000, 25_000])] } },
  }),
  untold: (random) => ({
    ...{ views: random.whole(1, 6), pages: random.whole(1, 2), refreshes: random.whole(0, 3), leaves: 0.4, pageless: 0.15 },
    ...{ reloads: random.whole(0, 2), faults: { told: false, loadMs: [0, random.pick([500, 12_000, 25_000])] } },
  }),
  overlap: (random) => ({
    ...{ scripts: random.whole(2, 4), ends: 0.7, views: random.whole(1, 4), reloads: random.whole(1, 4), leaves: 0.1 },
    ...{ refreshes: random.whole(0, 3), faults: { loadMs: [0, 2_000] } },
  }),
  succession: (random) => ({
    ...{ scripts: random.whole(3, 5), ends: 0.9, views: random.whole(1, 3), reloads: random.whole(2, 6), leaves: 0.1 },
    ...{ pages: random.whole(1, 2), moves: random.whole(0, 2), refreshes: random.whole(0, 3) },
    faults: { loadMs: [0, 4_000], slow: random.pick([0, 0.2]), loss: random.pick([0, 0.2]), told: random.chance(0.7) },
  }),
  throttled: (random) => ({
    ...{ views: random.whole(1, 4), refreshes: random.whole(0, 4), reloads: random.whole(0, 3), leaves: 0.2 },
    faults: { throttleMs: random.pick([1_000, 60_000]), fails: 0.1 },
  }),
  hanging: (random) => ({
    ...{ views: random.whole(1, 4), refreshes: random.whole(0, 4), reloads: random.whole(0, 4), leaves: 0.1 },
    ...{ pages: random.whole(1, 2), pageless: 0.1 },
    faults: {
      ...{ hangs: 0.3, endsLate: 0.2, fails: 0.1, lateOn: random.pick([0, 0.3]), silentOn: random.pick([0, 0.2]) },
      ...{ pageHangs: random.pick([0, 0.4]), pageFails: random.pick([0, 0.3]) },
    },
  }),
  rubbish: (random) => ({
    ...{ noises: random.whole(0, 4), pages: random.whole(1, 2), pageless: 0.1 },
    ...{ views: random.whole(1, 4), refreshes: random.whole(0, 4), reloads: random.whole(0, 3), leaves: 0.1 },
    faults: { rubbish: 0.3, unsendable: 0.4, fails: 0.1, loadMs: [0, 1_000] },
  }),
  lossy: (random) => ({
    ...{ views: random.whole(1, 4), refreshes: random.whole(0, 3), reloads: random.whole(0, 3), leaves: 0.2 },
    faults: messages(random),
  }),
  storm: (random) => ({
    ...{ scripts: random.whole(1, 3), ends: 0.5, views: random.whole(1, 6), pages: random.whole(1, 2), leaves: 0.3 },
    ...{ moves: random.whole(0, 2), refreshes: random.whole(0, 4), reloads: random.whole(0, 4), pageless: 0.1 },
    noises: random.whole(0, 2),
    faults: {
      ...messages(random),
      ...{ told: random.chance(0.5), pageHangs: random.pick([0, 0.2]), pageFails: random.pick([0, 0.2]) },
      ...{ fails: 0.15, bursts: 0.05, hangs: 0.1, endsLate: 0.1, rubbish: 0.05, unsendable: 0.05 },
      ...{ lateOn: random.pick([0, 0.2]), silentOn: random.pick([0, 0.1]), throttleMs: random.pick([0, 0, 1_000, 60_000]) },
    },
  }),
};

export const KINDS = Object.keys(CLASSES);

function messages(random) {
  const often = random.pick([0.05, 0.2, 0.5]);
  return {
    ...{ loss: random.pick([0, often]), twice: random.pick([0, often]), overtakes: random.pick([0, often]) },
    ...{ slow: random.pick([0, often / 2]), throws: random.pick([0, often / 2]) },
  };
}

/** @returns {Schedule} the schedule of this class and seed, always the same. */
export function scheduleOf(kind, seed) {
  const random = randomFrom(Math.imul(seed + 1, 0x9e3779b1) ^ KINDS.indexOf(kind));
  const plan = {
    ...{ scripts: 1, ends: 0, views: 1, pages: 1, moves: 0, refreshes: 0, reloads: 0, leaves: 0, pageless: 0, noises: 0 },
    ...CLASSES[kind](random),
  };
  const base = { sync: random.chance(0.25), frozen: random.chance(0.5) };
  const when = () => momentOf(random);
  const steps = [...scripts(plan, random), ...views(plan, random)];
  const idOf = (what) => random.pick(steps.filter((step) => step.do === what)).id;
  for (let n = 0; n < plan.moves; n += 1) steps.push({ at: when(), do: 'go', page: random.whole(0, plan.pages - 1) });
  for (let n = 0; n < plan.refreshes; n += 1) {
    steps.push({ at: when(), do: 'refresh', id: idOf('script'), times: random.pick([1, 1, 1, 5, 50]) });
  }
  for (let n = 0; n < plan.reloads; n += 1) steps.push({ at: when(), do: 'reload', id: idOf('view') });
  for (let n = 0; n < plan.noises; n += 1) steps.push({ at: when(), do: 'noise', what: random.whole(0, 7) });
  return { kind, seed, faults: { ...base, ...plan.faults }, steps: steps.sort((a, b) => a.at - b.at) };
}

function scripts(plan, random) {
  const steps = [];
  for (let id = 0; id < plan.scripts; id += 1) {
    const at = id === 0 ? random.pick([0, random.whole(0, 5_000)]) : momentOf(random);
    steps.push({ at, do: 'script', id });
    if (random.chance(plan.ends)) {
      steps.push({ at: random.whole(at, BUSY_MS), do: 'end', id, how: random.pick(['stop', 'kill']) });
    }
  }
  return steps;
}

function views(plan, random) {
  const steps = [];
  for (let id = 0; id < plan.views; id += 1) {
    const at = id === 0 ? random.pick([0, random.whole(0, 5_000)]) : momentOf(random);
    const page = random.chance(plan.pageless) ? null : random.whole(0, plan.pages - 1);
    steps.push({ at, do: 'view', id, page });
    if (random.chance(plan.leaves)) {
      // one that only flashes up, or one that stays for a while
      const until = random.chance(0.3) ? at + random.whole(0, 20) : random.whole(at, BUSY_MS);
      steps.push({ at: until, do: 'leave', id, how: random.pick(['unsubscribe', 'kill']) });
    }
  }
  return steps;
}

/** Some things happen close to each other, some far apart. */
function momentOf(random) {
  return random.chance(0.5) ? random.whole(0, 3_000) : random.whole(0, BUSY_MS);
}
