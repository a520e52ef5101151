// node mutants.mjs < spec.json: breaks each place of the handshake once, and looks whether somebody sees it.
//
// Spec: { projects: [{ name, dir, json }], files, count, tests }: the files to break, by path in a project; how many
// schedules of the simulator each mutant has to survive in each project; which of the first project's own tests look at
// those that do (none by default). One JSON line for each mutant that nobody sees, then one with the counts.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

import { readSpec, runProgram } from './process.mjs';
import { mutantsOf } from './simulator/mutants.mjs';
import { simulate } from './simulator/simulate.mjs';

/** A mutant that runs for so long never ends. */
const LONGEST_MS = 120_000;

if (isMainThread) await runProgram(main);
else simulate(workerData.project, { ...workerData, stopAtFirst: true }).then(({ violations }) => process.exit(violations.length));

async function main() {
  const { projects, files, count = 2_000, tests = [], part = [0, 1] } = await readSpec();
  const counts = { mutants: 0, simulator: 0, tests: 0, survived: 0 };
  for (const file of files) {
    const original = readFileSync(join(projects[0].dir, file), 'utf8');
    const mutants = mutantsOf(original).filter((_, index) => index % part[1] === part[0]);
    for (const { text, ...mutant } of mutants) {
      const killer = await killerOf({ file, text, original, projects, count, tests });
      counts.mutants += 1;
      counts[killer] += 1;
      if (killer === 'survived') process.stdout.write(`${JSON.stringify({ file, ...mutant })}\n`);
    }
  }
  process.stdout.write(`${JSON.stringify(counts)}\n`);
}

async function killerOf({ file, text, original, projects, count, tests }) {
  for (const project of projects) {
    if (await isSeen({ project, count, changed: { [file]: text } })) return 'simulator';
  }
  if (tests.length > 0 && (await failsTests(projects[0].dir, file, text, original, tests))) return 'tests';
  return 'survived';
}

function isSeen(data) {
  return new Promise((resolve) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: data, stderr: true });
    const timer = setTimeout(() => worker.terminate(), LONGEST_MS);
    worker.on('error', () => undefined); // its code is 1: a mutant that does not even start is seen
    worker.on('exit', (code) => {
      clearTimeout(timer);
      resolve(code !== 0);
    });
  });
}

/** The project is a copy that a test made for this: its file is broken for the time of the tests. */
function failsTests(dir, file, text, original, tests) {
  writeFileSync(join(dir, file), text);
  const command = [join(dir, 'node_modules/vitest/vitest.mjs'), 'run', '--bail=1', ...tests];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: dir, timeout: LONGEST_MS }, (error) => {
      writeFileSync(join(dir, file), original);
      resolve(error !== null);
    });
  });
}
