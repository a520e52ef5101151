/** What only a Forge Remote does. Everything else in server/ is the same for Connect. */
import type { Platform } from './app';
import type { Config } from './config';
import type { Log } from './log';
import { createProduct } from './forge';
import { createKeySet } from './keySet';
import { bearer, createVerifier } from './token';

export function openPlatform(options: { config: Config; log: Log; buildFolder: string }): Promise<Platform> {
  return Promise.resolve(createPlatform(options));
}

export function createPlatform({ config, log }: { config: Config; log: Log }): Platform {
  const keySet = createKeySet(config.keysUrl, (reason) => log('error', 'keys not refreshed', { reason }));
  const verify = createVerifier(config, keySet);

  return {
    async authenticate(request) {
      const { caller, apiBaseUrl, contexts } = await verify(bearer(request.get('authorization')));
      const tokens = { user: request.get('x-forge-oauth-user'), system: request.get('x-forge-oauth-system') };
      const product = createProduct(apiBaseUrl, tokens, contexts);
      return { caller, product };
    },
    ready: () => Promise.resolve(), // it has no store, and can use the keys that it has
    close: () => Promise.resolve(),
    resolverMs: 24_000, // Forge waits 25 s
    details: { appId: config.appId, environments: config.environments.join() },
  };
}
