// node rude.mjs --dir DIR [--clients 200]
// Clients that never close, never send, never read, or send without end, against the built server of a project: eight
// kinds that share the number. Prints one JSON line for each kind: whether the server was alive meanwhile, and after
// how many seconds it had ended all of them.
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startServer } from './start.mjs';

const { values: options } = parseArgs({
  options: { dir: { type: 'string' }, clients: { type: 'string', default: '200' } },
});
const KINDS_AT_ONCE = 8;
const CLIENTS = Number(options.clients) / KINDS_AT_ONCE;
/** The longest limit of the server is 50 s; what takes longer than this hangs. */
const DEADLINE_MS = 4 * 60_000;
const POST = 'POST /api/getData HTTP/1.1\r\nHost: x\r\n';

/** In this time, a server that stops ends its clients whatever they do. */
const DRAIN_SECONDS = 120;
/** Clients would end after 50 seconds by themselves, or 30 if they have begun a request: sooner is because of the signal. */
const SOON_MS = 25_000;

const server = await startServer(options.dir, { DRAIN_SECONDS });
const authorized = `Authorization: ${server.authorization()}\r\n`;
const call = `${POST}${authorized}Content-Length: 4\r\n\r\nnull`;
/** What each kind of client sends at first, and then again and again. */
const KINDS = {
  'is no HTTP': ['hello\r\n\r\n'],
  'sends nothing': [''],
  'sends a header now and then': ['GET /healthz HTTP/1.1\r\nHost: x\r\n', 'X: y\r\n'],
  'sends a body byte by byte': [`${POST}${authorized}Content-Length: 400\r\n\r\n[`, '1'],
  'sends a body without a token': [`${POST}Content-Length: 400000000\r\n\r\n`, 'x'.repeat(1000)],
  'is answered and stays': [call],
  'is refused and stays': [`${POST}Content-Length: 0\r\n\r\n`],
  'asks much and reads nothing': [asksMuch()],
};
let failed = false;

try {
  const [before, rss] = [sockets(), server.rssMb()];
  await Promise.all(Object.entries(KINDS).map(([name, sent]) => tryOut(name, sent, before)));
  report({ kind: 'memory', before: rss, after: server.rssMb(), ok: server.rssMb() < rss + 150 });

  await Promise.all(Array.from({ length: 2 * CLIENTS }, (_, i) => client(['', call, KINDS['sends a header now and then'][0]][i % 3])));
  await delay(300);
  const idle = await server.stop();
  report({ kind: 'SIGTERM with idle clients', ...idle, ok: idle.code === 0 && idle.ms < SOON_MS });

  const stalling = await startServer(options.dir, { DRAIN_SECONDS: '3' });
  const stalled = `${POST}Authorization: ${stalling.authorization()}\r\nContent-Length: 400\r\n\r\n[`;
  await Promise.all(Array.from({ length: 20 }, () => client(stalled, stalling.port)));
  await delay(300);
  const end = await stalling.stop();
  report({ kind: 'SIGTERM with stalled clients, 3 s allowed', ...end, ok: end.code === 0 && end.ms < SOON_MS });
} finally {
  server.child.kill('SIGKILL');
}
process.exit(failed ? 1 : 0);

/** Connect serves files, 50 of which are more than all buffers hold. */
function asksMuch() {
  const folder = join(options.dir, 'build/view/assets');
  if (!existsSync(folder) || existsSync(join(options.dir, 'manifest.yml'))) return call.repeat(50);
  const script = readdirSync(folder).find((name) => name.endsWith('.js'));
  return `GET /view/assets/${script} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(50);
}

/** All kinds run at the same time, so only their sum can be seen; each tells when its own clients were all ended. */
async function tryOut(kind, [first, again], before) {
  const start = performance.now();
  const clients = await Promise.all(Array.from({ length: CLIENTS }, () => client(first, server.port, kind.includes('reads nothing'))));
  const timer = again && setInterval(() => clients.forEach((socket) => socket.writable && socket.write(again)), 500);
  const health = [];
  let seconds;
  while (seconds === undefined && performance.now() - start < DEADLINE_MS) {
    health.push(await server.health().catch(() => 0));
    await delay(1_000);
    const open = clients.filter((socket) => sockets.ports.has(socket.localPort)).length;
    if (open === 0) seconds = Math.round((performance.now() - start) / 1000);
    sockets();
  }
  clearInterval(timer);
  const alive = health.every((status) => status === 200);
  report({ kind, alive, seconds, sockets: sockets() - before, ok: alive && seconds !== undefined });
  clients.forEach((socket) => socket.destroy());
}

/** A client that keeps its side open, whatever the server does. */
async function client(bytes, port = server.port, paused = false) {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  if (paused) socket.pause();
  else socket.resume();
  await new Promise((resolve) => socket.once('connect', resolve).once('error', resolve));
  if (bytes) socket.write(bytes);
  return socket;
}

/** How many sockets the server process has. Also notes from which ports of ours: read from /proc, not asked of it. */
function sockets() {
  const folder = `/proc/${server.child.pid}`;
  const inodes = new Set();
  for (const name of readdirSync(`${folder}/fd`)) {
    try {
      const [, inode] = /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/fd/${name}`)) ?? [];
      if (inode) inodes.add(inode);
    } catch {
      // closed in the meantime
    }
  }
  sockets.ports = portsOf(inodes);
  return inodes.size;
}

function portsOf(inodes) {
  const lines = readFileSync(`/proc/net/tcp`, 'utf8').split('\n').slice(1).map((line) => line.trim().split(/\s+/));
  const lines6 = readFileSync(`/proc/net/tcp6`, 'utf8').split('\n').slice(1).map((line) => line.trim().split(/\s+/));
  return new Set([...lines, ...lines6].filter(([, , , , , , , , , inode]) => inodes.has(inode)).map(([, , remote]) => parseInt(remote.split(':')[1], 16)));
}

function report(line) {
  console.log(JSON.stringify(line));
  if (!line.ok) failed = true;
}
