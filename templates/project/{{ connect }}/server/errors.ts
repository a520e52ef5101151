export const STATUS_NAMES = {
  400: 'Bad request',
  401: 'Unauthorized',
  404: 'Not found',
  500: 'Internal error',
  503: 'Unavailable',
} as const;

/** Ends a request. The caller is told the status and its name, and never why: the reason would help an attacker. */
export class Refusal extends Error {
  readonly status: keyof typeof STATUS_NAMES;

  constructor(status: keyof typeof STATUS_NAMES, options?: ErrorOptions) {
    super(STATUS_NAMES[status], options);
    this.status = status;
  }
}
