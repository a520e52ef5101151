// Ports that no other program gets. One that the system hands out, and that is closed again, is soon somebody else's: a
// server of another test, or the near end of any connection.
import { createServer } from 'node:net';

/** Below those that systems hand out by themselves: from 32768 on Linux, from 49152 elsewhere. */
const [FIRST, LAST] = [20_000, 30_000];
/** So many belong together: whoever listens on the first one, as long as it runs, has the others. */
const BLOCK = 20;
let next = 0;
let end = 0;

let last = Promise.resolve(0);

/** @returns {Promise<number>} a port that is free, and is this program's alone as long as it runs */
export function freePort() {
  last = last.then(takePort); // one after the other
  return last;
}

async function takePort() {
  if (next === end) await takeBlock();
  const port = next++;
  const trial = await listens(port);
  if (!trial) return takePort();
  await new Promise((resolve) => trial.close(resolve));
  return port;
}

/** Where all are taken, one of them will be given back. */
async function takeBlock() {
  const count = (LAST - FIRST) / BLOCK;
  for (let block = process.pid % count; ; block = (block + 1) % count) {
    const first = FIRST + block * BLOCK;
    const guard = await listens(first);
    if (!guard) continue;
    guard.unref();
    [next, end] = [first + 1, first + BLOCK];
    return;
  }
}

/** @returns {Promise<import('node:net').Server | undefined>} none where another program has the port */
function listens(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
