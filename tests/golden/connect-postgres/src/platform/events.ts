import type { Channel } from '../runtime/handshake';
import { need } from './ap';

/**
 * Connect's event bus: it reaches every iframe of this app on the page, the sender too, and repeats nothing.
 * Messages travel as JSON text, as the bus drops what is `null` from objects and turns a `Map` into `{}`.
 */
export const channel: Channel = {
  emit: (event, payload) =>
    promise(() => {
      need('events').emit(event, JSON.stringify(payload));
    }),
  on: (event, listener) =>
    promise(() => {
      const bus = need('events');
      const receive = (message: unknown) => deliver(event, message, listener);
      bus.on(event, receive);
      return () => bus.off(event, receive);
    }),
};

/** Never throws: a listener that does keeps the message from all listeners after it. */
function deliver(event: string, message: unknown, listener: (payload: never) => void): void {
  try {
    listener(JSON.parse(String(message)) as never);
  } catch (reason) {
    console.error(`A message of ${event} could not be used:`, reason);
  }
}

/** The result of `action`, or a rejection with what it throws. */
function promise<T>(action: () => T): Promise<T> {
  return new Promise((resolve) => resolve(action()));
}
