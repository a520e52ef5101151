import { LOAD_LIMIT_MS } from '../../src/onError';
import { within } from './limit';
import type { Outcome } from './protocol';
import { report } from './report';

/**
 * How a load ended. Never rejects. A load that takes too long has failed.
 *
 * @param failed what to report when it fails.
 */
export async function attempt<Data>(
  load: () => Promise<Data>,
  failed: string,
): Promise<Exclude<Outcome<Data>, { status: 'loading' }>> {
  try {
    return { status: 'ready', data: await within(LOAD_LIMIT_MS, load(), 'Loading') };
  } catch (reason) {
    report(failed, reason);
    return { status: 'error', error: textOf(reason) };
  }
}

export function textOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
