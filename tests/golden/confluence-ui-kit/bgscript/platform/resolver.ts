import { invokeRemote } from '@forge/bridge';
import { CallError, kindOf } from '../runtime/callError';
import { CALL_LIMIT_MS, within } from '../runtime/limit';
import type { Invoke, ResultOf } from '../runtime/resolvers';

/**
 * Calls a resolver on your server. Forge passes the call on, with a token that identifies the caller. A front end may
 * make 500 calls in 25 seconds; a call may take 25 seconds, send 500 KB and receive 5 MB.
 */
export const invoke: Invoke = async (name, ...payload) => {
  const call = invokeRemote({
    path: `/api/${name}`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: (payload as unknown[])[0] ?? {}, // Forge accepts only a JSON object here
  });
  const response = await within(CALL_LIMIT_MS, call, 'The call timed out: it').catch((reason: unknown) => {
    throw errorOf(reason);
  });
  const { status, body } = response;
  if (!(status >= 200 && status < 300)) throw new CallError(kindOf(status), message(status, body), { cause: response });
  return body as ResultOf<typeof name>;
};

function message(status: number | undefined, body: unknown): string {
  const { error } = (body ?? {}) as { error?: unknown };
  return `The server answered ${status ?? 'nothing that Forge takes'}${typeof error === 'string' ? `: ${error}` : ''}.`;
}

/**
 * The error for a call that Forge did not pass on, or whose answer it did not accept. Only the text of Forge's error
 * shows the difference: https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/invokeRemote/
 */
function errorOf(reason: unknown): CallError {
  const text = reason instanceof Error ? reason.message : String(reason);
  const status = Number(/\bStatus: (\d{3})\b/.exec(text)?.[1]);
  const kind = /could not verify the Forge Invocation Token/i.test(text)
    ? 'unauthorised'
    : /network error|timed out/i.test(text)
      ? 'unavailable'
      : kindOf(status);
  return new CallError(kind, text, { cause: reason });
}
