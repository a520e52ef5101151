/** In fewer steps than this something happens at once, and in more when a time limit of the server had to end it. */
export const SOON = 100;

/**
 * Waits for the end of `work`, and counts steps of 20 ms. While a busy machine keeps this process waiting, time passes, and
 * no step does.
 */
export async function stepsOf(work: Promise<unknown>): Promise<number> {
  let steps = 0;
  const timer = setInterval(() => (steps += 1), 20);
  await work.finally(() => clearInterval(timer));
  return steps;
}
