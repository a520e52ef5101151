import type { Events, Page } from '../../src/contract';

type NameIn<Key> = Key extends `data:${infer Name}` ? Name : never;

/** The names of the data sets beside `SharedData`: `sprint` for an entry `'data:sprint'` of `Events` in contract.ts. */
export type SetName = NameIn<keyof Events>;

/** What a data set carries. */
export type DataOf<Name extends SetName> = Events[Extract<keyof Events, `data:${Name}`>];

/** How to load the data sets beside `SharedData`, by name. */
export const shared = new Map<string, (page: Page | undefined) => Promise<unknown>>();

/**
 * Adds a data set. Call it in background/data.ts: the script then loads it as it loads `SharedData`, with revisions and
 * failures of its own.
 *
 * @param load returns the data for a page, as `loadData` does.
 */
export function share<Name extends SetName>(name: Name, load: (page: Page | undefined) => Promise<DataOf<Name>>): void {
  shared.set(name, load);
}
