/**
 * Checks for payloads. The contract's types apply to this app's own code only: everybody who can see the app can
 * call its resolvers with any payload. For payloads with many fields, use a schema library such as Zod.
 */
import { CallError } from './callError';

/** The string in `payload[name]`, from 1 to `longest` characters. */
export function text(payload: unknown, name: string, longest = 1_000): string {
  const value = field(payload, name);
  if (typeof value === 'string' && value.length > 0 && value.length <= longest) return value;
  throw new CallError('bad-request', `${name} must be a string of 1 to ${longest} characters`);
}

/** The whole number in `payload[name]`, from `lowest` to `highest`. */
export function wholeNumber(payload: unknown, name: string, lowest: number, highest: number): number {
  const value = field(payload, name);
  if (Number.isInteger(value) && Number(value) >= lowest && Number(value) <= highest) return Number(value);
  throw new CallError('bad-request', `${name} must be a whole number from ${lowest} to ${highest}`);
}

function field(payload: unknown, name: string): unknown {
  return typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>)[name] : undefined;
}
