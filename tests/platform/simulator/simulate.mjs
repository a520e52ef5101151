// Runs schedules of a project's handshake, and shrinks those that violate a property.
import { loadRuntime } from './runtime.mjs';
import { KINDS, scheduleOf } from './schedules.mjs';
import { shrink } from './shrink.mjs';
import { runSchedule } from './world.mjs';

/**
 * @param {{ dir: string, json?: boolean }} project and whether its host sends messages as JSON text.
 * @param {object} settings see simulator.mjs.
 * @returns how many schedules ran, the CPU time, and for each violated property the smallest schedule.
 */
export async function simulate({ dir, json = false }, settings) {
  const runtime = await loadRuntime(dir, settings.changed);
  return outsideOfPromises(() => runAll(runtime, { json }, settings));
}

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
