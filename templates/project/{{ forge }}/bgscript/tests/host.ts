/**
 * A Forge page in memory, for the real @forge/bridge: its event bus, what the page is about, and the products behind it.
 * Import this file before anything that imports the bridge, because the bridge looks for its host when it is imported.
 */
import { products } from '../host/answers';
import { channels, type Channel } from '../host/channels';
import { CONTEXT } from './context';

type Listener = (payload: unknown) => void;

export const host = {
  /** Whether `emit` calls the listeners before it returns, or some time later. Real hosts do one or the other. */
  synchronous: false,
  /** The events emitted since the last reset, and when, in milliseconds. */
  emitted: [] as { event: string; at: number }[],
  listeners: new Map<string, Set<Listener>>(),
  /** What the host reports to a module about where it runs. */
  extension: CONTEXT as object,

  reset(synchronous: boolean): void {
    this.synchronous = synchronous;
    this.emitted = [];
    this.listeners = new Map();
    this.extension = CONTEXT;
  },

  count(event: string): number {
    return this.times(event).length;
  },

  /** When an event was emitted, each time, in milliseconds. */
  times(event: string): number[] {
    return this.emitted.filter((emitted) => emitted.event === event).map(({ at }) => at);
  },
};

export async function emit({ event, payload }: { event: string; payload: unknown }): Promise<void> {
  host.emitted.push({ event, at: Date.now() });
  if (!host.synchronous) await later();
  for (const listener of [...(host.listeners.get(event) ?? [])]) listener(structuredClone(payload));
}

/** Public events are another bus. */
const ofAll = <Data extends { event: string }>(data: Data): Data => ({ ...data, event: `public ${data.event}` });

interface Call {
  channelName: string;
  isGlobal?: boolean;
  options?: { contextOverrides?: string[]; token?: string };
}

/** Each channel of Realtime is one, too: of the module, which is one in a test; of what the overrides name; or global. */
const ofChannel = ({ name, isGlobal, contextOverrides, claims = '' }: Channel): string =>
  `realtime ${isGlobal ? 'global' : String(contextOverrides ?? 'module')} ${claims} ${name}`;

/** A channel with the claims of its token, or with the reason why that is refused. */
function channelOf({ channelName: name, isGlobal = false, options }: Call, permission: 'publish' | 'subscribe') {
  const { contextOverrides, token } = options ?? {};
  const { claims, error } = channels.check(token, name, permission);
  return { name, isGlobal, contextOverrides, claims, error: error && `Realtime token validation failed: ${error}` };
}

async function publishRealtimeChannel({ eventPayload: payload, ...call }: Call & { eventPayload: unknown }) {
  const channel = channelOf(call, 'publish');
  if (channel.error) return { eventId: null, eventTimestamp: null, errors: [{ message: channel.error }] };
  await emit({ event: ofChannel(channel), payload });
  return { eventId: crypto.randomUUID(), eventTimestamp: `${Date.now()}` };
}

async function subscribeRealtimeChannel({ onEvent: callback, ...call }: Call & { onEvent: Listener }) {
  const channel = channelOf(call, 'subscribe');
  if (channel.error) throw new Error(channel.error);
  return on({ event: ofChannel(channel), callback });
}

channels.onPublish = (event) => emit({ event: ofChannel(event), payload: event.payload });

interface ProductCall {
  product: string;
  restPath: string;
  fetchRequestInit?: { method?: string; body?: unknown };
}

async function fetchProduct({ product, restPath, fetchRequestInit = {} }: ProductCall) {
  const response = await products.ask(product, 'user', restPath, fetchRequestInit);
  const { status, statusText, headers } = response;
  return { status, statusText, headers: Object.fromEntries(headers), body: await response.text() };
}

async function on({ event, callback }: { event: string; callback: Listener }) {
  if (!host.synchronous) await later();
  const listeners = host.listeners.get(event) ?? new Set();
  host.listeners.set(event, listeners.add(callback));
  return { unsubscribe: () => listeners.delete(callback) };
}

function getContext() {
  return Promise.resolve({ extension: host.extension });
}

function later(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

export type Calls = Record<string, (data: never) => unknown>;

export const calls: Calls = {
  emit,
  on,
  emitPublic: (data: Parameters<typeof emit>[0]) => emit(ofAll(data)),
  onPublic: (data: Parameters<typeof on>[0]) => on(ofAll(data)),
  publishRealtimeChannel,
  subscribeRealtimeChannel,
  getContext,
  fetchProduct,
};

/** Answers calls of resolvers: with the bare result for a Forge function, with a status for a server. */
export function resolving(resolve: () => Promise<unknown>): Calls {
  return {
    invoke: async ({ invokeType }: { invokeType?: string }) => {
      const body = await resolve();
      return invokeType ? { success: true, payload: { status: 200, headers: {}, body } } : body;
    },
  };
}

Object.assign(globalThis, {
  self: globalThis, // a browser has it, and @forge/react relies on it
  __bridge: { callBridge: (name: string, data: never) => calls[name]?.(data) },
});
