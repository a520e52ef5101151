import type { Channel } from '../runtime/handshake';
import { required } from './ap';

/**
 * Connect's event bus. An event reaches every iframe of this app on the page that listens, the sender too. It is lost
 * for iframes that listen later. Messages travel as JSON text, because the bus drops properties that are `null`.
 */
export const channel: Channel = {
  emit: (event, payload) =>
    promise(() => {
      required('events').emit(event, JSON.stringify(payload));
    }),
  on: (event, listener) =>
    promise(() => {
      const bus = required('events');
      const receive = (message: unknown) => deliver(event, message, listener);
      bus.on(event, receive);
      return () => bus.off(event, receive);
    }),
};

/** Never throws: when one listener throws, the bus does not call the listeners after it. */
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
