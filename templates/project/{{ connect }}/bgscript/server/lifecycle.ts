import type { Express, Request, RequestHandler } from 'express';
import descriptor from '../../atlassian-connect.json';
import { identifier, lifecycleToken } from './auth';
import { jsonBody } from './body';
import type { Config } from './config';
import { explain, Refusal } from './errors';
import type { Installations, Site } from './installations';
import { createInstallKeys } from './installKeys';
import type { Log } from './log';

/** The routes that Jira calls when a site installs or uninstalls the app. */
export function addLifecycle(app: Express, config: Config, installations: Installations, log: Log): void {
  const verify = lifecycleToken(createInstallKeys(config.installKeysUrl), config.baseUrl);
  const fromAtlassian: RequestHandler = async (request, response, next) => {
    response.locals.issuer = await verify(request);
    next();
  };
  const body = jsonBody('64kb');

  app.post('/installed', fromAtlassian, body, async (request, response) => {
    const site = readInstall(request, String(response.locals.issuer));
    await installations.save(site);
    log('info', 'installed', { clientKey: site.clientKey, baseUrl: site.baseUrl });
    response.status(204).end();
  });

  app.post('/uninstalled', fromAtlassian, body, async (request, response) => {
    const clientKey = readEvent(request, 'uninstalled', String(response.locals.issuer));
    await installations.remove(clientKey);
    log('info', 'uninstalled', { clientKey });
    response.status(204).end();
  });
}

/** @returns the client key of the site of a lifecycle event. The event is signed; its fields are checked too. */
function readEvent({ body }: Request, event: string, issuer: string): string {
  const clientKey = field(body, 'clientKey', identifier);
  // A token is valid for its own site only. Otherwise one site could overwrite or remove another one.
  if (clientKey !== issuer) throw new Refusal(401, { cause: 'the token is of another site' });
  field(body, 'key', (value) => same(value, descriptor.key));
  field(body, 'eventType', (value) => same(value, event));
  return clientKey;
}

function readInstall(request: Request, issuer: string): Site {
  const clientKey = readEvent(request, 'installed', issuer);
  return {
    clientKey,
    baseUrl: field(request.body, 'baseUrl', atlassianSite),
    sharedSecret: field(request.body, 'sharedSecret', secret),
  };
}

function field(body: unknown, name: string, parse: (value: unknown) => string): string {
  try {
    return parse((body as Record<string, unknown> | null | undefined)?.[name]);
  } catch (reason) {
    throw new Refusal(400, { cause: `${name} of the body is not usable: ${explain(reason).message}` });
  }
}

function same(value: unknown, expected: string): string {
  if (value !== expected) throw new Error(`it must be ${expected}`);
  return expected;
}

/** Requests with a token are sent to this address, so it must be a site of Atlassian's. */
function atlassianSite(value: unknown): string {
  const url = new URL(String(value));
  const isAtlassian = /^[a-z\d-]+(\.[a-z\d-]+)*\.(atlassian\.net|jira\.com|jira-dev\.com)$/.test(url.hostname);
  if (!isAtlassian || String(value).replace(/\/$/, '') !== url.origin || url.protocol !== 'https:' || url.port) {
    throw new Error('not a site of Atlassian');
  }
  return url.origin;
}

function secret(value: unknown): string {
  if (typeof value !== 'string' || !/^[\x20-\x7e]{16,4096}$/.test(value)) throw new Error('not a secret');
  return value;
}
