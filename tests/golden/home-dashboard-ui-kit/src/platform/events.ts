import { events } from '@forge/bridge';
import type { Channel } from '../runtime/handshake';

/** Forge's event bus: it reaches every module of this app on the page, the sender too, and repeats nothing. */
export const channel: Channel = {
  async emit(event, payload) {
    await events.emit(event, payload);
  },
  async on(event, listener) {
    const subscription = await events.on(event, listener);
    return () => {
      subscription.unsubscribe();
    };
  },
};
