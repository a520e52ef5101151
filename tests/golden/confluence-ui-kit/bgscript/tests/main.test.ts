/** The entry of the server: what ends the process, with which code, and what it says. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { until } from './until';

const mocks = vi.hoisted(() => ({ engines: { node: '' }, run: vi.fn<(buildFolder: string) => Promise<void>>() }));
vi.mock('../../package.json', () => ({ engines: mocks.engines }));
vi.mock('../server/run', () => ({ run: mocks.run }));

const [major, minor, patch] = process.versions.node.split('.').map(Number) as [number, number, number];
const exit = vi.fn<(code: number) => never>();
const said = vi.fn<(text: string) => boolean>();

beforeEach(() => {
  vi.resetModules(); // each start runs the code again
  mocks.engines.node = `>=${major}`;
  mocks.run.mockReset().mockResolvedValue();
  vi.spyOn(process, 'exit').mockImplementation(exit.mockReset() as never);
  vi.spyOn(process.stderr, 'write').mockImplementation(said.mockReset() as never);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** @returns the code with which the process ends, and what it says before. */
async function start(): Promise<unknown[]> {
  await import('../server/main');
  await until(() => expect(exit).toHaveBeenCalled());
  return [...exit.mock.calls, ...said.mock.calls].flat();
}

test('it runs the server of the build that it is in, and ends when that has ended', async () => {
  let end: (() => void) | undefined;
  mocks.run.mockReturnValue(new Promise((resolve) => (end = resolve)));
  const starting = start();
  await until(() => expect(mocks.run.mock.calls).toEqual([[`${join(import.meta.dirname, '../server')}/..`]]));
  expect(exit).not.toHaveBeenCalled();
  end?.();
  expect(await starting).toEqual([0]);
});

test.each([
  ['of an error, its text', new Error('CONNECT_KEYS is missing')],
  ['of anything else, itself', 'CONNECT_KEYS is missing'],
])('why it could not run is one sentence: %s', async (_, reason) => {
  mocks.run.mockRejectedValue(reason);
  expect(await start()).toEqual([1, 'error: CONNECT_KEYS is missing\n']);
});

test.each([
  ['major', `${major + 1}`],
  ['minor', `${major}.${minor + 10}`],
  ['patch', `${major}.${minor}.${patch + 10}`],
])('a Node with an older %s version is refused before anything runs', async (_, needed) => {
  mocks.engines.node = `>=${needed} <${major + 2}`;
  const message = `error: this server needs Node ${needed} or newer (found ${process.versions.node})\n`;
  expect(await start()).toEqual([1, message]);
  expect(mocks.run).not.toHaveBeenCalled();
});

test.each([
  ['the same', process.versions.node],
  ['an older one of fewer digits', '9'],
  ['any', '*'],
])('it runs where %s is enough', async (_, needed) => {
  mocks.engines.node = needed;
  expect(await start()).toEqual([0]);
});
