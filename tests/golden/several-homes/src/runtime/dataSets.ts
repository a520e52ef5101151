import type { Page, SharedData } from '../contract';

/**
 * The data sets that the script shares, by name. `SharedData` is the first one. To add another one, declare it in
 * contract.ts: `declare module './runtime/dataSets' { interface DataSets { sprint: Sprint } }`.
 */
export interface DataSets {
  data: SharedData;
}

/** The name of a data set other than the first one. */
export type SetName = Exclude<keyof DataSets, 'data'>;

/** By name: how to load the data sets other than the first one. */
export const shared = new Map<string, (page: Page | undefined) => Promise<unknown>>();

/**
 * Adds a data set. Call it in background/data.ts: the script then loads it like the first one, with its own revisions
 * and failures.
 *
 * @param load returns the data for a page, as `loadData` does.
 */
export function share<Name extends SetName>(
  name: Name,
  load: (page: Page | undefined) => Promise<DataSets[Name]>,
): void {
  shared.set(name, load);
}
