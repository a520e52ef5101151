// node simulator.mjs < spec.json: the handshake of generated projects under every fault that a host can make.
//
// Spec: { projects: [{ name, dir, json }], kinds, from, count, changed, stopAtFirst, trace }: the projects, and whether
// their host sends messages as JSON text; the classes of schedules (all by default), the first seed, how many schedules
// for each project; other texts for some files, by path. Prints one JSON line for each project: how many schedules ran,
// the CPU time, and for each violated property the smallest schedule.
import { readSpec, runProgram } from './process.mjs';
import { loadRuntime } from './simulator/runtime.mjs';
import { KINDS, scheduleOf } from './simulator/schedules.mjs';
import { shrink } from './simulator/shrink.mjs';
import { runSchedule } from './simulator/world.mjs';

await runProgram(async () => {
  const { projects, ...settings } = await readSpec();
  for (const { name, dir, json = false } of projects) {
    const runtime = await loadRuntime(dir, settings.changed);
    const result = await outsideOfPromises(() => runAll(runtime, { json }, settings));
    process.stdout.write(`${JSON.stringify({ project: name, ...result })}\n`);
  }
});

/** Promise reactions of a simulation run in it: that works only where no other reaction is running. */
function outsideOfPromises(work) {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    });
  });
}

function runAll(runtime, host, { kinds = KINDS, from = 0, count = 2_000, stopAtFirst = false, trace = false }) {
  const found = new Map();
  const before = process.cpuUsage();
  let schedules = 0;
  while (schedules < count && !(stopAtFirst && found.size > 0)) {
    const schedule = scheduleOf(kinds[schedules % kinds.length], from + Math.floor(schedules / kinds.length));
    const violation = runSchedule(runtime, schedule, host);
    schedules += 1;
    if (!violation) continue;
    const key = `${schedule.kind}: ${violation.property}`;
    const known = found.get(key) ?? { count: 0, schedule, property: violation.property };
    found.set(key, { ...known, count: known.count + 1 });
  }
  const { user, system } = process.cpuUsage(before);
  const violations = [...found].map(([key, { count, schedule, property }]) => {
    if (stopAtFirst) return { key, count };
    const smallest = shrink(schedule, (candidate) => runSchedule(runtime, candidate, host)?.property === property);
    const lines = [];
    const { detail, at } = runSchedule(runtime, smallest, host, lines);
    return { key, count, detail, at, schedule: smallest, ...(trace && { trace: lines }) };
  });
  return { schedules, cpuMs: Math.round((user + system) / 1000), violations };
}
