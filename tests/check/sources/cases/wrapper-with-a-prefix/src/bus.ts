import { events } from '@forge/bridge';
export const send = (name: string) => events.emit(`as${name}`);
