/**
 * Replaces what Forge functions call, in memory: products, storage, Realtime. The real @forge/api, @forge/kvs and
 * @forge/realtime send their requests here, so tests also run the checks of these packages. Import it before a test calls a resolver.
 */
import { products, type Answer, type ProductRequest } from '../host/answers';
import { channels } from '../host/channels';
import { queues } from '../host/queues';
import { runtimeOf } from '../host/runtime';
import { storage } from '../host/storage';

export type { Answer, ProductRequest };

export const forge = Object.assign(products, {
  /** What is stored, by key. */
  stored: storage.values,
  /** The secrets that are stored, by key. */
  secrets: storage.secrets,
  /** What functions have published with @forge/realtime since the last reset. */
  published: channels.published,
  /** What functions have pushed with `Queue` of @forge/events since the last reset: no consumer runs. */
  pushed: queues.pushed,
  /** Whether a front end has called the function. An event, a schedule or a web trigger has none: `publish` needs one. */
  hasFrontEnd: true,

  reset(): void {
    products.clear();
    storage.clear();
    channels.published.length = 0;
    queues.pushed.length = 0;
    forge.hasFrontEnd = true;
  },
});

interface Target {
  type: string;
  provider: ProductRequest['as'];
  remote: string;
}

function fetchAsForge(
  { type, provider, remote }: Target,
  path: string,
  init: { method?: string; body?: unknown } | undefined,
): Promise<Response> {
  const read = () => JSON.parse(init?.body as string) as never;
  if (type === 'kvs') return Promise.resolve(storage.answer(path, read()));
  if (type === 'realtime') return Promise.resolve(channels.answer(read(), forge.hasFrontEnd && {}));
  const queued = path.startsWith('/webhook/queue/') && queues.answer(path, read());
  return queued ? Promise.resolve(queued) : products.ask(remote, provider, path, init);
}

Object.assign(globalThis, { __forge_fetch__: fetchAsForge, __forge_runtime__: runtimeOf({ contextToken: '{}' }) });
