export const STATUS_NAMES = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  500: 'Internal error',
  503: 'Unavailable',
} as const;

export type RefusalStatus = keyof typeof STATUS_NAMES;

/**
 * Ends a request. The caller gets the status and its name. The cause is only logged, because it could help an attacker.
 * It must not contain a token or a secret.
 */
export class Refusal extends Error {
  readonly status: RefusalStatus;

  constructor(status: RefusalStatus, options?: ErrorOptions) {
    super(STATUS_NAMES[status], options);
    this.status = status;
  }
}

/**
 * The status for any error. Resolvers throw errors with a status of their own. Errors of Express and its parsers (too
 * long, not JSON, ...) are bad requests. Only a Refusal becomes a 401: Forge takes 401 as "the token could not be
 * verified", so no error of a resolver may become one.
 */
export function statusOf(error: unknown): RefusalStatus {
  if (error instanceof Refusal) return error.status;
  const { status } = (error ?? {}) as { status?: unknown };
  if (status === 401) return 403;
  if (status === 403 || status === 404 || status === 503) return status;
  return typeof status === 'number' && status >= 400 && status < 500 ? 400 : 500;
}

/** Why a request failed: as a short message, and as a stack with all details. */
export function explain(error: unknown): { message: string; stack: string } {
  const cause = error instanceof Refusal ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return { message: String(cause), stack: String(cause) };
  // The message of fetch is only "fetch failed". Its cause says what failed.
  const deeper = cause.cause instanceof Error ? `: ${cause.cause.message}` : '';
  return { message: cause.message + deeper, stack: (cause.stack ?? cause.message) + deeper };
}
