import type { SharedData } from './contract';

/** What people can set for each view. Yours, like the two functions below. */
export interface ViewConfig {
  /** How many items to show. */
  limit: number;
}

const DEFAULTS: ViewConfig = { limit: 10 };

/** A saved configuration may be from another version of the app: use its valid values, and defaults for the rest. */
export function parseConfig(saved: unknown): ViewConfig {
  const { limit } = { ...DEFAULTS, ...(saved as Partial<ViewConfig> | undefined) };
  return { limit: Number.isInteger(limit) && limit > 0 ? limit : DEFAULTS.limit };
}

/** What this view shows of the shared data. */
export function configure(data: SharedData, { limit }: ViewConfig): SharedData {
  return { ...data, items: data.items.slice(0, limit) };
}
