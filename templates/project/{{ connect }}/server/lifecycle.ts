import type { Express } from 'express';
import { authenticate, lifecycleToken, type Authenticated } from './auth';
import { jsonBody } from './body';
import type { Config } from './config';
import { Refusal } from './errors';
import type { Installations } from './installations';
import { createInstallKeys } from './installKeys';
import type { Log } from './log';

/** Jira tells here which sites have the app, and which no longer. */
export function addLifecycle(app: Express, config: Config, installations: Installations, log: Log): void {
  const fromAtlassian = authenticate(lifecycleToken(createInstallKeys(config.installKeysUrl), config.baseUrl));
  const body = jsonBody('64kb');

  app.post('/installed', fromAtlassian, body, async (request, response: Authenticated) => {
    const clientKey = ownClientKey(request.body, response);
    await installations.save({
      clientKey,
      baseUrl: field(request.body, 'baseUrl'),
      sharedSecret: field(request.body, 'sharedSecret'),
    });
    log('info', 'installed', { clientKey });
    response.status(204).end();
  });

  app.post('/uninstalled', fromAtlassian, body, async (request, response: Authenticated) => {
    const clientKey = ownClientKey(request.body, response);
    await installations.remove(clientKey);
    log('info', 'uninstalled', { clientKey });
    response.status(204).end();
  });
}

/** A site speaks for itself only: else one customer of Atlassian's could overwrite or remove another. */
function ownClientKey(body: unknown, response: Authenticated): string {
  const clientKey = field(body, 'clientKey');
  if (clientKey !== response.locals.caller.clientKey) throw new Refusal(401);
  return clientKey;
}

function field(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | null | undefined)?.[name];
  if (typeof value !== 'string' || value === '' || value.includes('\0')) throw new Refusal(400);
  return value;
}
