import { events } from '@forge/bridge';
import type { Channel } from '../runtime/handshake';

/**
 * Forge's event bus. An event reaches every module of this app on the page that listens, the sender too. It is lost for
 * modules that listen later.
 */
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
