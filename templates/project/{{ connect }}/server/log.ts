/** One event, and what is worth knowing about it. Never a token, a secret, or a query string: those carry tokens. */
export type Log = (level: 'info' | 'error', event: string, details?: Record<string, string | number>) => void;

/** Writes each event as one line of JSON. */
export const log: Log = (level, event, details) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...details })}\n`);
};
