/** The app, really listening, with two sites that have it installed. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createApp } from '../../server/app';
import { readConfig } from '../../server/config';
import { createHttpServer, drain } from '../../server/http';
import type { Store } from '../../server/store/store';
import { openStore } from '../../server/store';
import { startDatabase } from '../databases/sqlite';

export const BASE_URL = 'https://app.example.com';

export interface Request {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export type App = Awaited<ReturnType<typeof startApp>>;

/** @param store instead of an empty one in a database of its own. */
export async function startApp(keysUrl: string, store?: Store) {
  const folder = mkdtempSync(join(tmpdir(), 'connect-app-'));
  const buildFolder = buildPages(folder);
  const database = store ? undefined : await startDatabase();
  const config = readConfig({
    APP_BASE_URL: BASE_URL,
    APP_SECRET_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: database?.url ?? 'not-used',
    CONNECT_INSTALL_KEYS_URL: keysUrl,
  });
  const opened = store ?? (await openStore(config.databaseUrl));
  const log: string[] = [];
  const app = createApp({
    config,
    store: opened,
    log: (...entry) => log.push(JSON.stringify(entry)),
    buildFolder,
  });
  const server = createHttpServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    /** All lines of the log so far. */
    log,
    server,
    send: (request: Request) => send(port, request),
    sendRaw: (bytes: string) => sendRaw(port, bytes),
    async close() {
      await drain(server);
      await opened.close();
      await database?.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What `npm run build` makes, as small as it can be: these tests need no build. */
function buildPages(folder: string): string {
  for (const name of ['background', 'view']) {
    mkdirSync(join(folder, name, 'assets'), { recursive: true });
    writeFileSync(join(folder, name, 'index.html'), `<title>${name}</title><script src="./assets/index.js"></script>`);
    writeFileSync(join(folder, name, 'assets', 'index.js'), '// the script');
  }
  return folder;
}

/** Not fetch, which corrects addresses before it sends them. */
async function send(port: number, { method = 'GET', path, headers = {}, body = '' }: Request): Promise<Answer> {
  const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

async function sendRaw(port: number, bytes: string): Promise<Answer> {
  const socket = connect(port, '127.0.0.1');
  socket.end(bytes);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers: IncomingHttpHeaders = {};
  for (const [name = '', value] of lines.map((line) => line.split(': '))) headers[name.toLowerCase()] = value;
  return { status: Number(first.split(' ')[1]), headers, body };
}
