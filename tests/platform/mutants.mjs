// node mutants.mjs < spec.json: breaks each place of the handshake once, and looks whether somebody sees it.
//
// Spec: { projects: [{ name, dir, json }], files, mutants, count, tests }: the files to break, by path in a project, or
// mutants that somebody else made ({ file, text, … }); how many schedules of the simulator each mutant has to survive in
// each project; which of the first project's own tests look at those that do (none by default). One JSON line for each
// mutant that nobody sees, then one with the counts.
import { execFile, fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readSpec, runProgram } from './process.mjs';
import { mutantsOf } from './simulator/mutants.mjs';
import { simulate } from './simulator/simulate.mjs';

/** A mutant that runs for so long never ends. */
const LONGEST_MS = 120_000;

/** The process that simulates, until a mutant in it does not end. */
let child;

if (process.send) process.on('message', answer);
else await runProgram(main);

/** In the other process: whether the simulator sees a mutant. One that does not even start is seen. */
async function answer({ project, ...settings }) {
  const seen = await simulate(project, { ...settings, stopAtFirst: true }).then(
    ({ violations }) => violations.length > 0,
    () => true,
  );
  process.send(seen);
}

async function main() {
  const { projects, files = [], mutants, count = 2_000, tests = [], part = [0, 1] } = await readSpec();
  const counts = { mutants: 0, simulator: 0, tests: 0, survived: 0 };
  const read = (file) => readFileSync(join(projects[0].dir, file), 'utf8');
  const all = mutants ?? files.flatMap((file) => mutantsOf(read(file)).map((mutant) => ({ file, ...mutant })));
  for (const { text, ...mutant } of all.filter((_, index) => index % part[1] === part[0])) {
    const { file } = mutant;
    const killer = await killerOf({ file, text, original: read(file), projects, count, tests });
    counts.mutants += 1;
    counts[killer] += 1;
    if (killer === 'survived') process.stdout.write(`${JSON.stringify(mutant)}\n`);
  }
  child?.kill();
  process.stdout.write(`${JSON.stringify(counts)}\n`);
}

async function killerOf({ file, text, original, projects, count, tests }) {
  for (const project of projects) {
    if (await isSeen({ project, count, changed: { [file]: text } })) return 'simulator';
  }
  if (tests.length > 0 && (await failsTests(projects[0].dir, file, text, original, tests))) return 'tests';
  return 'survived';
}

function isSeen(message) {
  if (!child?.connected) child = fork(fileURLToPath(import.meta.url), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  return new Promise((resolve) => {
    const end = (seen) => {
      clearTimeout(timer);
      child?.removeAllListeners();
      resolve(seen);
    };
    const giveUp = () => {
      child.kill('SIGKILL');
      child = undefined;
      end(true);
    };
    const timer = setTimeout(giveUp, LONGEST_MS);
    child.once('message', end).once('exit', giveUp).send(message);
  });
}

/** The project is a copy that a test made for this: its file is broken for the time of the tests. */
function failsTests(dir, file, text, original, tests) {
  writeFileSync(join(dir, file), text);
  const command = [join(dir, 'node_modules/vitest/vitest.mjs'), 'run', '--bail=1', '--testTimeout=10000', ...tests];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: dir, timeout: LONGEST_MS }, (error) => {
      writeFileSync(join(dir, file), original);
      resolve(error !== null);
    });
  });
}
