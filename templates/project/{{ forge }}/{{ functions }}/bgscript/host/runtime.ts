/**
 * What a function knows of the app and the call: `getAppContext` of @forge/api reads it, and @forge/realtime. The
 * preview and the tests use it.
 *
 * https://developer.atlassian.com/platform/forge/runtime-reference/app-context-api/
 */
const LIMIT_MS = 25_000;

const metric = { incr: () => undefined, measure: () => ({ stop: () => undefined }) };

/** What a call has. An event, a schedule or a web trigger has no front end that has called it. */
interface Call {
  contextToken?: string;
  moduleKey?: string;
  accountId?: string;
  /** The permissions of manifest.yml. */
  permissions?: object;
}

export function runtimeOf({ contextToken, moduleKey, accountId, permissions }: Call): object {
  const end = Date.now() + LIMIT_MS;
  return {
    appContext: {
      appId: '00000000-0000-0000-0000-000000000000',
      appVersion: '1.0.0',
      environmentId: '00000000-0000-0000-0000-000000000001',
      environmentType: 'DEVELOPMENT',
      invocationId: crypto.randomUUID(),
      installationId: '00000000-0000-0000-0000-000000000002',
      moduleKey,
      permissions,
    },
    aaid: accountId,
    container: {},
    externalAuth: [],
    lambdaContext: { getRemainingTimeInMillis: () => Math.max(0, end - Date.now()) },
    metrics: { counter: () => metric, timing: () => metric },
    contextAri: 'ari:cloud:jira::site/7a1b0e0c-7f2f-4b7f-9a47-9d0c3f1b2a10',
    realtime: { contextToken },
  };
}
