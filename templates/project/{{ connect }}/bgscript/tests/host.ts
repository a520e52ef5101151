/** A Jira page in memory, with the part of AP that these tests need: its event bus. */
type Listener = (message: unknown) => void;

export const host = {
  /** Whether `emit` calls the listeners before it returns, or some time later. Real hosts do one or the other. */
  synchronous: false,
  /** The events emitted since the last reset, and when, in milliseconds. */
  emitted: [] as { event: string; at: number }[],
  listeners: new Map<string, Set<Listener>>(),

  reset(synchronous: boolean): void {
    this.synchronous = synchronous;
    this.emitted = [];
    this.listeners = new Map();
  },

  count(event: string): number {
    return this.times(event).length;
  },

  /** When an event was emitted, each time, in milliseconds. */
  times(event: string): number[] {
    return this.emitted.filter((emitted) => emitted.event === event).map(({ at }) => at);
  },
};

/** Like the real bus: when one listener throws, the listeners after it are not called. */
function deliver(event: string, message: unknown): void {
  for (const listener of [...(host.listeners.get(event) ?? [])]) listener(message);
}

const events = {
  emit(event: string, message: unknown): void {
    host.emitted.push({ event, at: Date.now() });
    if (host.synchronous) deliver(event, message);
    else setTimeout(deliver, 5, event, message);
  },
  on(event: string, listener: Listener): void {
    const listeners = host.listeners.get(event) ?? new Set();
    host.listeners.set(event, listeners.add(listener));
  },
  off(event: string, listener: Listener): void {
    host.listeners.get(event)?.delete(listener);
  },
};

Object.assign(globalThis, { AP: { events } });
