// What `vitest run` finds in many projects: each with its own configuration, in a process of its own, some at a time.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Tests of servers wait more than they compute. */
const AT_ONCE = 4;

/**
 * Runs the tests of projects.
 *
 * @param {string[]} dirs
 * @returns {Promise<Map<string, string[]>>} by project, one line for each failure; a project without a test is one
 */
export async function runTests(dirs) {
  const found = new Map();
  const waiting = [...dirs];
  const work = async () => {
    for (let dir = waiting.shift(); dir; dir = waiting.shift()) found.set(dir, await runOne(dir));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

async function runOne(dir) {
  const folder = await mkdtemp(join(tmpdir(), 'checks-'));
  const file = join(folder, 'result.json');
  // With a context for each test file, in place of a process, tests take half the time. UI Kit's build with Vite, which
  // does not work in a context.
  const pool = existsSync(join(dir, 'bgscript/tests/uikit.ts')) ? 'threads' : 'vmThreads';
  const words = ['run', `--pool=${pool}`, '--reporter=json', `--outputFile=${file}`];
  const { code, text } = await run(['node_modules/vitest/vitest.mjs', ...words], dir);
  try {
    const result = JSON.parse(await readFile(file, 'utf8'));
    const failures = result.testResults.flatMap(failuresOf);
    if (result.numTotalTests === 0) failures.push('no test ran');
    return code && failures.length === 0 ? [text] : failures;
  } catch {
    return [text];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(words, cwd) {
  const { NODE_ENV: _, ...env } = process.env; // Vite sets it to production when it builds
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, text: `${stdout}${stderr}`.slice(-2_000) });
    });
  });
}

function failuresOf({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  const own = status === 'failed' && failed.length === 0 ? [`${name}: ${message}`] : [];
  return [...own, ...failed.map((test) => `${name} > ${test.fullName}: ${test.failureMessages.join('; ')}`)];
}
