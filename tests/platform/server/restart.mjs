// node restart.mjs --dir DIR [--rounds 5] [--delay 0]
// Stops the built server of a project with SIGTERM while clients use it, and counts the requests that they lose: those
// that were sent on an open connection and got no whole answer. A refused connection is no loss: nothing was sent, and
// a load balancer asks the next instance. Prints one JSON line for each kind of client.
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { look, lookingAgent, UNUSED } from './look.mjs';
import { startServer } from './start.mjs';

const { values: options } = parseArgs({
  options: { dir: { type: 'string' }, rounds: { type: 'string', default: '5' }, delay: { type: 'string', default: '0' } },
});
const CLIENTS = 16;
const WARM_UP_MS = 300;
/** No client of these needs as long. A server that takes so long was stopped by its deadline alone. */
const DRAIN_SECONDS = 60;

/** Each kind of client uses one connection until the server closes it, and then another one. */
const KINDS = {
  busy: (server) => keepAlive(server, () => 0),
  'with pauses': (server, id) => keepAlive(server, (turn) => [1, 5, 20, 60, 120][(id + turn) % 5]),
  'sends its body slowly': (server, id) => keepAlive(server, () => 2, [40, 400][id % 2]),
  'connects for each request': (server) => keepAlive(server, () => 0, 0, false),
  'sends three requests at once': (server) => pipelining(server, 3),
  'sends the next request before it has read the answer': (server) => pipelining(server, 1),
};
/** Clients that never end by themselves, beside the others. They lose nothing, and must not stop the server from ending. */
const RUDE = [
  '',
  'GET /healthz HTTP/1.1\r\nHost: x\r\n',
  'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST /api/getData HTTP/1.1\r\nHost: x\r\nContent-Length: 400\r\n\r\n[',
  'hello\r\n\r\n',
];
let failed = false;
process.setMaxListeners(0); // each server has a listener for the end of this program

for (const [kind, client] of Object.entries(KINDS)) {
  const total = { kind, answered: 0, closed: 0, refused: 0, lost: 0, reasons: {}, ms: 0 };
  for (let round = 0; round < Number(options.rounds); round += 1) await stopUnder(client, total);
  const inTime = total.ms < DRAIN_SECONDS * 1_000;
  const ok = total.lost === 0 && total.closed > 0 && total.answered >= CLIENTS * Number(options.rounds) && inTime;
  failed ||= !ok;
  console.log(JSON.stringify({ ...total, ok }));
}
process.exit(failed ? 1 : 0);

async function stopUnder(client, total) {
  const server = await startServer(options.dir, { DRAIN_DELAY_SECONDS: options.delay, DRAIN_SECONDS });
  const rude = RUDE.map((bytes) => {
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => undefined);
    socket.write(bytes);
    return socket;
  });
  const counts = { begun: 0, answered: 0, closed: 0, refused: 0, lost: 0, reasons: total.reasons };
  const counting = { ...server, counts, authorized: { authorization: server.authorization() } };
  const clients = Array.from({ length: CLIENTS }, (_, id) => client(counting, id));
  await delay(WARM_UP_MS + Math.random() * 50);
  while (counts.begun < CLIENTS) await delay(20); // a busy machine needs longer
  const { code, ms } = await server.stop();
  await Promise.all(clients);
  rude.forEach((socket) => socket.destroy());
  if (code !== 0) lose(counts, `the server ended with ${code}`);
  for (const name of ['answered', 'closed', 'refused', 'lost']) total[name] += counts[name];
  total.ms = Math.max(total.ms, ms);
}

function lose(counts, reason) {
  counts.lost += 1;
  counts.reasons[reason] = (counts.reasons[reason] ?? 0) + 1;
}

/** Node's own client. It uses a connection again unless the answer says `Connection: close`, or the server closes it. */
async function keepAlive({ port, authorized, counts }, pauseOf, bodyMs = 0, keepAlive = true) {
  const agent = lookingAgent({ keepAlive, maxSockets: 1 });
  let isKept = false;
  for (let turn = 0; ; turn += 1) {
    try {
      await look();
      const { status, headers } = await post(port, agent, authorized, bodyMs);
      if (status !== 200) lose(counts, `answered with ${status}`);
      counts.answered += 1;
      isKept = headers.connection !== 'close';
      if (!isKept) counts.closed += 1;
    } catch (error) {
      if (isKept && ['ECONNREFUSED', UNUSED].includes(error.code)) counts.closed += 1; // while nothing was sent
      isKept = false;
      if (error.code === 'ECONNREFUSED') counts.refused += 1;
      else if (error.code !== UNUSED) lose(counts, error.code ?? error.message);
      if (error.code === 'ECONNREFUSED') break;
    } finally {
      if (turn === 0) counts.begun += 1;
    }
    const pause = pauseOf(turn);
    if (pause > 0) await delay(pause);
  }
  agent.destroy();
}

function post(port, agent, headers, bodyMs) {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, agent, method: 'POST', path: '/api/getData', headers }, (response) => {
      response
        .resume()
        .on('error', reject)
        .on('end', () => resolve({ status: response.statusCode, headers: response.headers }));
    });
    sent.on('error', reject);
    if (bodyMs === 0) return sent.end('null');
    sent.write('nu');
    setTimeout(() => sent.end('ll'), bodyMs);
  });
}

/**
 * Sends several requests, and the next ones as soon as the answers begin, on a bare socket. After `Connection: close`
 * it sends nothing more, and what it has sent after the last answered request does not count: a server must not answer it.
 */
async function pipelining({ port, authorized, counts }, atOnce) {
  const bytes = `POST /api/getData HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorized.authorization}\r\nContent-Length: 4\r\n\r\nnull`;
  let hasBegun = false;
  const begin = () => {
    if (!hasBegun) counts.begun += 1;
    hasBegun = true;
  };
  while (await useConnection()) counts.closed += 1;
  counts.refused += 1;

  /** @returns whether there was a connection. */
  function useConnection() {
    return new Promise((resolve) => {
      let [sent, answered, text, isOpen, isClosing] = [0, 0, '', false, false];
      const socket = connect({ port, host: '127.0.0.1' });
      const send = async () => {
        await look();
        if (socket.readableEnded || socket.destroyed) return;
        socket.write(bytes.repeat(atOnce));
        sent += atOnce;
      };
      socket.setEncoding('utf8');
      socket.on('connect', () => {
        isOpen = true;
        send();
      });
      socket.on('data', (part) => {
        begin();
        text += part;
        for (let end; (end = endOfAnswer(text)) > 0; text = text.slice(end)) {
          answered += 1;
          isClosing ||= /\r\nconnection: close\r\n/i.test(text.slice(0, end));
        }
        if (!isClosing && answered === sent) send();
      });
      socket.on('error', (error) => {
        if (isOpen && !isClosing) lose(counts, error.code);
      });
      socket.on('close', () => {
        begin();
        counts.answered += answered;
        for (let count = answered; isOpen && count < sent; count += 1) lose(counts, `closed after ${answered} of ${sent}`);
        resolve(isOpen);
      });
    });
  }
}

/** The length of the first whole answer in a text, or 0. */
function endOfAnswer(text) {
  const head = text.indexOf('\r\n\r\n') + 4;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1]);
  return head > 3 && text.length >= head + length ? head + length : 0;
}
