import { events } from '@forge/bridge';
export const bus = {
  send: (name: string) => events.emit(name),
  on(name: string, show: (d: unknown) => void) {
    return events.on(name, show);
  },
};
