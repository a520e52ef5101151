/**
 * Sends a CallError from a Forge function to the browser, as a result. When a function throws, Forge passes on the
 * message at most, and counts a failed invocation.
 */
import { CallError, type CallErrorKind } from '../runtime/callError';

const FIELD = '$callError';

/** The result that represents this error. */
export function refusalOf(reason: unknown): object {
  if (!(reason instanceof CallError)) throw reason;
  return { [FIELD]: { kind: reason.kind, message: reason.message } };
}

/** The result of a resolver. @throws CallError if the function refused the call. */
export function resultOf(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || !(FIELD in answer)) return answer;
  const { kind, message } = answer[FIELD] as { kind: CallErrorKind; message: string };
  throw new CallError(kind, message);
}
