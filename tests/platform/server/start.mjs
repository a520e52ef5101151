// A built project's server as its own process, as `npm start` runs it: Connect or Forge Remote.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../connect/app.mjs';
import { contextToken, install, startAtlassian } from '../connect/atlassian.mjs';
import { startForge } from './forge.mjs';

/** @returns the app of startApp, with `call()`, which makes one authorised call of a resolver, and `stop()`. */
export async function startServer(dir, env = {}) {
  return existsSync(join(dir, 'manifest.yml')) ? startRemote(dir, env) : startConnect(dir, env);
}

async function startRemote(dir, env) {
  const forge = await startForge();
  const app = await startApp({ dir, keysUrl: '', env: { FORGE_KEYS_URL: forge.keysUrl, FORGE_APP_ID: forge.appId, ...env } });
  return withCalls(app, () => `Bearer ${forge.token()}`, () => forge.close());
}

async function startConnect(dir, env) {
  const folder = mkdtempSync(join(tmpdir(), 'server-'));
  const atlassian = await startAtlassian();
  const databaseUrl = env.DATABASE_URL ?? `file:${join(folder, 'app.db')}`;
  const app = await startApp({ dir, databaseUrl, keysUrl: atlassian.keysUrl, env });
  const site = { site: 'the-site', secret: 'the-secret-of-the-site' };
  await install(atlassian, app, site);
  return withCalls(app, () => `JWT ${contextToken(site)}`, () => {
    atlassian.close();
    rmSync(folder, { recursive: true });
  });
}

function withCalls(app, authorization, close) {
  return {
    ...app,
    authorization,
    call: () => fetch(`${app.url}/api/getData`, { method: 'POST', headers: { authorization: authorization() }, body: 'null' }),
    health: async (path = '/healthz') => (await fetch(app.url + path, { signal: AbortSignal.timeout(60_000) })).status,
    rssMb: () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${app.child.pid}/status`, 'utf8'))[1]) / 1024),
    /** Sends SIGTERM. @returns the milliseconds until it has ended, and its exit code. */
    async stop() {
      const start = performance.now();
      app.child.kill('SIGTERM');
      const [code] = await app.exited;
      close();
      return { ms: Math.round(performance.now() - start), code };
    },
  };
}
