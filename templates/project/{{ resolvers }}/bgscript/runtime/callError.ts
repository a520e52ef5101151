/** Why a call of a resolver has no result. The number is the HTTP status that a server answers with. */
const STATUS = {
  /** The payload is wrong. */
  'bad-request': 400,
  /** The caller is unknown: nobody is logged in, or the server did not accept the token. */
  unauthorised: 401,
  /** This caller may not do that. */
  forbidden: 403,
  /** There is no such resolver, or what was asked for does not exist. */
  'not-found': 404,
  /** The server cannot be reached, is overloaded or took too long. A later call may succeed. */
  unavailable: 503,
  /** Anything else, for example a bug in the app. */
  failed: 500,
} as const;

export type CallErrorKind = keyof typeof STATUS;

/** A resolver throws it to refuse a call; `invoke` rejects with it in the browser. */
export class CallError extends Error {
  override name = 'CallError';

  /** @param message reaches the browser when a Forge function throws the error: put no secrets into it. */
  constructor(
    readonly kind: CallErrorKind,
    message: string = kind,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get status(): number {
    return STATUS[this.kind];
  }
}

/** The kind of failure that an HTTP status means. */
export function kindOf(status: number): CallErrorKind {
  if (status === 429 || status === 502 || status === 504) return 'unavailable';
  if (status === 413 || status === 415 || status === 422) return 'bad-request';
  const known = (Object.keys(STATUS) as CallErrorKind[]).find((kind) => STATUS[kind] === status);
  return known ?? 'failed';
}
