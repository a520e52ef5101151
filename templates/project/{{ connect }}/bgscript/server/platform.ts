/** What only a Connect server does. Everything else in server/ is the same for Forge Remote. */
import descriptor from '../../atlassian-connect.json';
import type { Platform } from './app';
import { contextToken } from './auth';
import type { Config } from './config';
import { createInstallations } from './installations';
import { addLifecycle } from './lifecycle';
import type { Log } from './log';
import { addPages } from './pages';
import { createProduct } from './jira';
import { openStore } from './store';
import type { Store } from './store/store';

/** @throws when the store cannot be opened, or a secret in it was encrypted with a key that is not configured. */
export async function openPlatform(options: Omit<PlatformOptions, 'store'>): Promise<Platform> {
  const platform = createPlatform({ ...options, store: await open(options.config) });
  await platform.checkKeys();
  return platform;
}

export interface PlatformOptions {
  config: Config;
  store: Store;
  log: Log;
  /** The folder into which the script `build` wrote the front ends. */
  buildFolder: string;
}

export function createPlatform({ config, store, log, buildFolder }: PlatformOptions) {
  const installations = createInstallations(store, config.secretKeys);
  const fromPage = contextToken(installations);
  const locations = descriptor.modules.jiraBackgroundScripts.map(({ location }) => location.type);

  return {
    async authenticate(request) {
      const { site, accountId } = await fromPage(request);
      const anonymous = accountId === undefined ? ({ accountType: 'anonymous' } as const) : { accountId };
      return { caller: { ...anonymous, installation: site.clientKey }, product: createProduct(site) };
    },
    addRoutes(app) {
      app.get('/atlassian-connect.json', (_request, response) => {
        response.json({ ...descriptor, baseUrl: config.baseUrl });
      });
      addLifecycle(app, config, installations, log);
      addPages(app, config, installations, locations, buildFolder);
    },
    /** Throws when a key is missing. Then encrypts old secrets with the first key, while requests are answered. */
    async checkKeys() {
      const { unreadable, old } = await installations.checkKeys();
      for (const clientKey of unreadable) log('error', 'unreadable', { clientKey });
      void installations.reseal(old).then(
        (count) => count > 0 && log('info', 'resealed', { count }),
        (reason: unknown) => log('error', 'not resealed', { reason: String(reason) }),
      );
    },
    ready: () => store.check(),
    close: () => store.close(),
    details: { baseUrl: config.baseUrl },
  } satisfies Platform & { checkKeys(): Promise<void> };
}

async function open(config: Config): Promise<Store> {
  try {
    return await openStore(config);
  } catch (reason) {
    const message = reason instanceof Error ? reason.message || reason.name : String(reason);
    throw new Error(`the store of DATABASE_URL cannot be opened: ${message}`, { cause: reason });
  }
}
