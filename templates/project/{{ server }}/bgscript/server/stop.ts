/**
 * How a server stops without losing a request. A request is lost when its connection is closed before the answer:
 *
 * - `closeAfterAnswers`: clients learn with each answer that they cannot use its connection again;
 * - `settle`: connections that clients have opened are accepted, or the system would reset them;
 * - `drain`: no new connections, and the open ones are closed when they are not needed any more.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as TcpServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

/** For how many steps an idle connection may still send a request. While this process has to wait, no step passes. */
const IDLE_STEPS = 16;
const IDLE_STEP_MS = 20;

/** In how many steps no client must have connected, and after how many steps not to wait any longer. */
const QUIET_STEPS = 8;
const MAX_STEPS = 60;
const STEP_MS = 5;

interface Connection {
  /** The unfinished answers, in the order of their requests. */
  answers: Set<ServerResponse>;
  /** The answer that closes the connection, once there is one. */
  last: ServerResponse | undefined;
  /** In how many steps of `drain` it had nothing to answer. */
  idleSteps: number;
}

/** The connections of one server. */
interface Connections {
  open: Map<Duplex, Connection>;
  /** How many have been opened so far. */
  opened: number;
  /** Whether `closeAfterAnswers` was called. */
  isStopping: boolean;
  /** Requests that wait for the end of `settle`, and ends of answers. */
  held: (() => void)[] | undefined;
}

const ofServers = new WeakMap<Server, Connections>();

/** The open connections of a server. The first call must come before it listens. */
export function connectionsOf(server: Server): Connections {
  const known = ofServers.get(server);
  if (known) return known;
  const connections: Connections = { open: new Map(), opened: 0, isStopping: false, held: undefined };
  ofServers.set(server, connections);
  server.on('connection', (socket: Socket) => {
    connections.opened += 1;
    connections.open.set(socket, { answers: new Set(), last: undefined, idleSteps: 0 });
    socket.once('close', () => connections.open.delete(socket));
  });
  return connections;
}

/**
 * Calls `start` when the request may be answered: at once, or after `settle`.
 *
 * @param onEnd is called when the answer has been sent, or cannot be sent any more.
 */
export function takeRequest(
  connections: Connections,
  { socket }: IncomingMessage,
  response: ServerResponse,
  { start, onEnd }: { start: () => void; onEnd: () => void },
): void {
  const connection = connections.open.get(socket);
  if (!connection || connection.last?.headersSent) return; // nothing is sent after the last answer
  connection.answers.add(response);
  holdEnd(connections, response);
  response.once('close', () => {
    connection.answers.delete(response);
    onEnd();
  });
  if (connections.isStopping) announceClose(connection);
  if (connections.held) connections.held.push(start);
  else start();
}

/** An answer that is ready during `settle` ends after it: a client that has its answer would connect again. */
function holdEnd(connections: Connections, response: ServerResponse): void {
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  response.end = (...args: unknown[]) => {
    if (!connections.held) return end(...args);
    connections.held.push(() => end(...args));
    return response;
  };
}

/** From now on, every answer has the header `Connection: close`. The server goes on accepting connections. */
export function closeAfterAnswers(server: Server): void {
  const connections = connectionsOf(server);
  connections.isStopping = true;
  for (const connection of connections.open.values()) announceClose(connection);
}

/** A client may send several requests without waiting for answers. The answer that closes the connection is the last. */
function announceClose(connection: Connection): void {
  const open = [...connection.answers].filter((answer) => !answer.headersSent);
  for (const answer of open) answer.setHeader('Connection', answer === open.at(-1) ? 'close' : 'keep-alive');
  connection.last = open.at(-1) ?? connection.last;
}

/**
 * Waits until no client connects any more. Requests and ends of answers have to wait for `drain`, because a client with
 * an answer would connect again.
 *
 * @returns how many steps of 5 ms it waited: 60 when clients went on connecting.
 */
export async function settle(server: Server): Promise<number> {
  const connections = connectionsOf(server);
  connections.held ??= [];
  let step = 0;
  for (let quiet = 0; step < MAX_STEPS && quiet < QUIET_STEPS; step += 1) {
    const { opened } = connections;
    await delay(STEP_MS);
    await nextTurn(); // Node has asked the system for new connections, however long this process had to wait
    quiet = connections.opened === opened ? quiet + 1 : 0;
  }
  return step;
}

/**
 * Accepts no new connections. Closes each connection after its last answer, and idle ones after a short time in which
 * a request may still arrive. Resolves when all are closed, or when the deadline has passed.
 */
export async function drain(server: Server, deadlineMs = 10_000): Promise<void> {
  const connections = connectionsOf(server);
  closeAfterAnswers(server);
  // The method of http would also destroy idle connections, although a request may be about to arrive.
  const closed = new Promise((resolve) => TcpServer.prototype.close.call(server, resolve));
  const { held = [] } = connections;
  connections.held = undefined;
  for (const start of held) start();

  // setImmediate: after the requests have been read that have arrived
  const closing = setInterval(() => setImmediate(closeIdle, connections), IDLE_STEP_MS);
  const deadline = setTimeout(() => {
    for (const socket of connections.open.keys()) socket.destroy();
  }, deadlineMs);
  await closed;
  clearInterval(closing);
  clearTimeout(deadline);
}

function closeIdle({ open }: Connections): void {
  for (const [socket, connection] of open) {
    if (connection.answers.size > 0) continue;
    connection.idleSteps += 1;
    if (connection.idleSteps >= IDLE_STEPS) socket.destroy();
  }
}
