// Clients that look whether a connection is still open before they send on it. A server that stops closes those on which
// nothing comes for a while, and this program may have to wait for the processor as long as that.
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/** The code of the error where a connection was closed before anything was sent: nothing is lost. */
export const UNUSED = 'UNUSED';

/** A pause of this process. The whole machine may have had it, the server, too: then it closes connections just now. */
const PAUSE_MS = 150;
let [beat, pausedAt] = [performance.now(), -Infinity];
setInterval(() => {
  const now = performance.now();
  if (now - beat > PAUSE_MS) pausedAt = now;
  beat = now;
}, 20).unref();

/** Lets this process hear what has arrived, however long it had to wait: only in the second turn it asks the system. */
export async function look() {
  await turn();
  await turn();
  if (performance.now() - pausedAt > PAUSE_MS) return;
  await delay(100);
  await turn();
  await turn();
}

/** Node's agent, which uses a new connection when it has looked. Before it uses one again, the client has to `look`. */
export function lookingAgent(options) {
  const createConnection = (address, done) => {
    const socket = connect(address).once('error', done);
    socket.once('connect', async () => {
      await look();
      if (!socket.readableEnded) done(null, socket.off('error', done));
      else done(Object.assign(new Error('it was closed before anything was sent'), { code: UNUSED }));
    });
  };
  return Object.assign(new Agent(options), { createConnection });
}
