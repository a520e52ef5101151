// Starts `npm run preview` of a project, as its own process. Node itself and not npm: a signal has to reach it.
import { spawn } from 'node:child_process';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** @returns {Promise<{ url: string, port: number, startMs: number, errors: string[], stop: (signal?: string) => Promise<number> }>} */
export async function startPreview(dir, ...words) {
  const begun = performance.now();
  const child = spawn(process.execPath, ['bgscript/preview/index.mjs', '--json', ...words], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors = [];
  child.stderr.setEncoding('utf8').on('data', (text) => errors.push(text));
  const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
  running.add(child);
  child.on('exit', () => running.delete(child));
  const first = await Promise.race([
    new Promise((resolve) => child.stdout.setEncoding('utf8').once('data', resolve)),
    ended.then((code) => Promise.reject(new Error(`the preview ended with ${code}: ${errors.join('')}`))),
  ]);
  const { url } = JSON.parse(first.split('\n')[0]);
  return {
    url,
    port: Number(new URL(url).port),
    startMs: Math.round(performance.now() - begun),
    errors,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}
