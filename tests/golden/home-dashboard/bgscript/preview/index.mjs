// npm run preview [-- --port N --open --json]: shows the app's script and views on this machine, without an account.
// This folder is not part of the app: delete it, and the script `preview` in package.json, if you have no use for it.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startServer } from './server.mjs';

const OPTIONS = {
  port: { type: 'string', default: '5180' },
  open: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
};

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));

try {
  const { port, open, json } = parseArgs({ options: OPTIONS }).values;
  if (!/^\d+$/.test(port) || port > 65535) throw new Error(`--port takes a number up to 65535, not '${port}'`);
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
  console.error(`error: ${error.message}`);
  process.exit(1);
}

function openBrowser(url) {
  const [command, ...words] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...words, url], { stdio: 'ignore', detached: true });
  child.on('error', () => console.error(`No browser could be started. Open ${url} yourself.`)).unref();
}
