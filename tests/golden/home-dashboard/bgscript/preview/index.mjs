// @ts-check
// The script `preview` of package.json, with --port N, --open or --json: shows the app's script and views on this machine,
// without an account. This folder and, on Forge, the JavaScript in bgscript/host are not part of the app: delete them, and
// that script, if you have no use for them.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startServer } from './server.mjs';

/** @satisfies {import('node:util').ParseArgsConfig['options']} */
const OPTIONS = {
  port: { type: 'string', default: '5180' },
  open: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
};
/** @type {Record<string, string[]>} What opens an address in the browser, by operating system. */
const OPENERS = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] };

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

try {
  const { port, open, json } = parseArgs({ options: OPTIONS }).values;
  if (!/^\d+$/.test(port) || Number(port) > 65535) throw new Error(`--port takes a number up to 65535, not '${port}'`);
  const wanted = Number(port);
  const url = await startServer(wanted);
  const used = Number(new URL(url).port);
  if (wanted && used !== wanted) console.error(`Port ${wanted} is taken, so the preview uses port ${used}.`);
  console.log(json ? JSON.stringify({ url }) : `Preview: ${url}`);
  if (open) openBrowser(url);
  else if (process.stdin.isTTY) {
    console.log('Press Enter to open it in your browser, Ctrl-C to end it.');
    process.stdin.on('data', () => openBrowser(url));
  }
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

/** @param {string} url */
function openBrowser(url) {
  const [command = 'xdg-open', ...words] = OPENERS[process.platform] ?? [];
  const child = spawn(command, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => console.error(`No browser could be started. Open ${url} yourself.`)).unref();
}
