// node simulator.mjs < spec.json: the handshake of generated projects under every fault that a host can make.
//
// Spec: { projects: [{ name, dir, json }], kinds, from, count, changed, stopAtFirst, trace }: the projects, and whether
// their host sends messages as JSON text; the classes of schedules (all by default), the first seed, how many schedules
// for each project; other texts for some files, by path. Prints one JSON line for each project: how many schedules ran,
// the CPU time, and for each violated property the smallest schedule.
import { readSpec, runProgram } from './process.mjs';
import { simulate } from './simulator/simulate.mjs';

await runProgram(async () => {
  const { projects, ...settings } = await readSpec();
  for (const project of projects) {
    const result = await simulate(project, settings);
    process.stdout.write(`${JSON.stringify({ project: project.name, ...result })}\n`);
  }
});
