import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler } from 'express';
import type { Caller } from '../../src/contract';
import type { Product } from '../platform/product';
import { addApi } from './api';
import { explain, Refusal, statusOf, STATUS_NAMES } from './errors';
import { securityHeaders } from './headers';
import { within } from './limit';
import type { Log } from './log';
import type { Metrics } from './metrics';

/** What differs between Connect and Forge Remote. `platform.ts` makes it. */
export interface Platform {
  /** Finds out who calls a resolver. @throws Refusal when the request has no valid token. */
  authenticate(request: Request): Promise<Visit>;
  /** Adds the addresses that only this platform has. */
  addRoutes?(app: Express): void;
  /** @throws when no request could be answered now, for example without the store. */
  ready(): Promise<void>;
  close(): Promise<void>;
  /** How long a resolver may take. Absent for 40 seconds. */
  resolverMs?: number;
  /** Details for the log line `listening`. */
  details: Record<string, string>;
}

/** One call of a resolver: who calls, and how the resolver can call the product. */
export interface Visit {
  caller: Caller;
  product: Product;
}

export interface AppOptions {
  platform: Platform;
  log: Log;
  metrics: Metrics;
  state: { stopping: boolean };
}

/** The app with all its routes. */
export function createApp({ platform, log, metrics, state }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing');
  app.set('query parser', 'simple');
  app.use(securityHeaders, requestId, recordAnswers(log, metrics), requireCleanAddress);

  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/readyz', async (_request, response) => {
    if (state.stopping) throw new Refusal(503, { cause: 'the server is stopping' });
    await requireReady(platform);
    response.json({ status: 'ok' });
  });
  platform.addRoutes?.(app);
  addApi(app, platform);

  app.use(() => {
    throw new Refusal(404);
  });
  app.use(answerError(log));
  return app;
}

const READY_MS = 2_000;

/** @throws Refusal 503 when the platform is not ready, or does not say so in time. */
async function requireReady(platform: Platform): Promise<void> {
  try {
    await within(READY_MS, 'the check of readiness', platform.ready());
  } catch (cause) {
    throw new Refusal(503, { cause });
  }
}

/** Gives each request an id, so that several logs can be matched: the id from the proxy or Forge, if there is one. */
const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id') ?? request.get('x-b3-traceid') ?? '';
  const id = /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  response.locals.id = id;
  response.set('X-Request-Id', id);
  next();
};

/** Logs one line for each request, without the query, which contains tokens. */
function recordAnswers(log: Log, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const { method, path } = request;
    const start = performance.now();
    response.once('close', () => {
      const ms = performance.now() - start;
      const { id, reason } = response.locals as { id: string; reason?: string };
      const status = response.writableFinished ? response.statusCode : ABORTED;
      const route = (request.route as { path?: string } | undefined)?.path ?? 'other';
      metrics.observe({ method, route, status, seconds: ms / 1000 });
      log('info', 'request', { id, method, path, status, ms: Math.round(ms), ...(reason && { reason }) });
    });
    next();
  };
}

/** nginx's status, for log and metrics: the connection ended before the answer did. */
const ABORTED = 499;

/** Refuses addresses that parts of a server could interpret differently. */
const requireCleanAddress: RequestHandler = (request, _response, next) => {
  try {
    decodeURIComponent(request.originalUrl);
  } catch (cause) {
    throw new Refusal(400, { cause });
  }
  // A parameter of this name is lost when parameters become an object, so no hash would cover it.
  if (Object.hasOwn(request.query, '__proto__')) {
    throw new Refusal(400, { cause: 'a parameter is named __proto__' });
  }
  next();
};

/** Express recognises an error handler by its four arguments. */
function answerError(log: Log): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) {
      next(error); // Express then closes the connection
      return;
    }
    const status = statusOf(error);
    const { message, stack } = explain(error);
    response.locals.reason = message;
    if (status >= 500) {
      log('error', 'failed', { id: String(response.locals.id), path: request.path, reason: stack });
    }
    response.status(status).json({ error: STATUS_NAMES[status] });
  };
}
