/** Logs one event with details. Never log a token, a secret, or a query string, which contains tokens. */
export type Log = (level: 'info' | 'error', event: string, details?: Record<string, string | number>) => void;

/** Writes each event as one line of JSON. */
export const log: Log = (level, event, details) => {
  process.stdout.write(formatLine({ time: new Date().toISOString(), level, event, ...details }));
};

/**
 * One line, whatever the values are. JSON escapes the control characters up to U+001F. Others could still control a
 * terminal, break a line or change the direction of the text, so they are escaped here.
 */
export function formatLine(entry: Record<string, string | number>): string {
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(entry).replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, escape)}\n`;
}
