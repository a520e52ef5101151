import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import descriptor from '../atlassian-connect.json';
import { addApi } from './api';
import type { Config } from './config';
import { Refusal, STATUS_NAMES } from './errors';
import { securityHeaders } from './headers';
import { createInstallations } from './installations';
import { addLifecycle } from './lifecycle';
import type { Log } from './log';
import { addPages } from './pages';
import type { Store } from './store/store';

export interface AppOptions {
  config: Config;
  store: Store;
  log: Log;
  /** Where `npm run build` put the front ends. */
  buildFolder: string;
}

/** All that the app answers. */
export function createApp({ config, store, log, buildFolder }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing');
  app.use(securityHeaders, logAnswers(log), requireEncoding);

  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.get('/atlassian-connect.json', (_request, response) => {
    response.json({ ...descriptor, baseUrl: config.baseUrl });
  });

  const installations = createInstallations(store, config.secretKey);
  const locations = descriptor.modules.jiraBackgroundScripts.map(({ location }) => location.type);
  addLifecycle(app, config, installations, log);
  addPages(app, config, installations, locations, buildFolder);
  addApi(app, installations);

  app.use(() => {
    throw new Refusal(404);
  });
  app.use(answerError(log));
  return app;
}

/** Without the query, which has tokens in it. */
function logAnswers(log: Log): RequestHandler {
  return (request, response, next) => {
    const { method, path } = request;
    const start = performance.now();
    response.once('close', () => {
      log('info', 'request', { method, path, status: response.statusCode, ms: Math.round(performance.now() - start) });
    });
    next();
  };
}

/** Refuses addresses that different parts of a server could read differently. */
const requireEncoding: RequestHandler = (request, _response, next) => {
  try {
    decodeURIComponent(request.originalUrl);
  } catch {
    throw new Refusal(400);
  }
  next();
};

/** Four arguments, as Express knows an error handler by their number. */
function answerError(log: Log): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) {
      next(error); // Express then ends the connection
      return;
    }
    const status = statusOf(error);
    if (status >= 500) log('error', 'failed', { path: request.path, reason: reasonOf(error) });
    response.status(status).json({ error: STATUS_NAMES[status] });
  };
}

/** Whatever Express and its parsers find wrong with a request (too long, not JSON, ...) is a bad request. */
function statusOf(error: unknown): keyof typeof STATUS_NAMES {
  if (error instanceof Refusal) return error.status;
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? 400 : 500;
}

function reasonOf(error: unknown): string {
  const reason = error instanceof Refusal ? error.cause : error;
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}
