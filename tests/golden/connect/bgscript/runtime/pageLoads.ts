import type { Page } from '../../src/contract';
import { createAnswers, type Answers } from './answers';
import { keyOf, type AnnouncementOf } from './protocol';

/** How long the data of a page is used after people went on to another page. Longer than a view stays silent. */
const KEEP_MS = 15_000;

/** The loads for one page: one is under way at most, and one waits at most. */
export interface PageLoads<Data> {
  page: Page | undefined;
  /** The state of the latest load, for those who ask. */
  news: AnnouncementOf<Data> | undefined;
  answers: Answers;
  running?: Promise<void> | undefined;
  queued?: Promise<void> | undefined;
  /** When people went on to another page. */
  leftAt?: number;
}

/** The loads for every page that was asked for lately. */
export class Pages<Data> {
  #loads = new Map<string | undefined, PageLoads<Data>>();
  #announce: (loads: PageLoads<Data>) => void;

  constructor(announce: (loads: PageLoads<Data>) => void) {
    this.#announce = announce;
  }

  get(page: Page | undefined): PageLoads<Data> | undefined {
    return this.#loads.get(keyOf(page));
  }

  of(page: Page | undefined): PageLoads<Data> {
    const known = this.get(page);
    if (known) return Object.assign(known, { page });
    const loads: PageLoads<Data> = { page, news: undefined, answers: createAnswers(() => this.#announce(loads)) };
    this.#loads.set(keyOf(page), loads);
    return loads;
  }

  /** People go from one page to another. Data that failed or is too old for the next page will be loaded again. */
  leave(page: Page | undefined): void {
    const now = Date.now();
    this.#forget(({ news, leftAt = now }) => news?.status === 'error' || now - leftAt > KEEP_MS);
    const left = this.get(page);
    if (left) left.leftAt = now;
  }

  /** Whatever is known about other pages may have changed. */
  forgetOthers(page: Page | undefined): void {
    const current = this.get(page);
    this.#forget((loads) => loads !== current);
  }

  #forget(isOld: (loads: PageLoads<Data>) => boolean): void {
    for (const [key, loads] of this.#loads) if (!loads.running && isOld(loads)) this.#loads.delete(key);
  }
}
