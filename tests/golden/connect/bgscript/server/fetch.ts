const TIMEOUT_MS = 5_000;
const MAX_BYTES = 100_000;

/**
 * Fetches a short text from one of Atlassian's services. It follows no redirects, waits 5 seconds at most, and reads at
 * most 100 kB.
 *
 * @returns undefined for the status 404.
 * @throws in all other cases without a result.
 */
export async function fetchText(url: string, timeoutMs = TIMEOUT_MS): Promise<string | undefined> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) await response.body?.cancel();
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${new URL(url).origin} answered ${response.status}`);
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_BYTES) throw new Error(`${new URL(url).origin} answered with more than ${MAX_BYTES} bytes`);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}
