/**
 * What a function knows of the app and the call: `getAppContext` of @forge/api reads it, and @forge/realtime. The
 * preview and the tests use it.
 *
 * https://developer.atlassian.com/platform/forge/runtime-reference/app-context-api/
 */
const LIMIT_MS = 25_000;

const metric = { incr: () => undefined, measure: () => ({ stop: () => undefined }) };

/** @param contextToken where the front end is that has called the function; none for events, schedules, web triggers. */
export function runtimeOf(contextToken?: string, moduleKey?: string): object {
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
    },
    lambdaContext: { getRemainingTimeInMillis: () => Math.max(0, end - Date.now()) },
    metrics: { counter: () => metric, timing: () => metric },
    contextAri: 'ari:cloud:jira::site/7a1b0e0c-7f2f-4b7f-9a47-9d0c3f1b2a10',
    realtime: { contextToken },
  };
}
