import { events } from '@forge/bridge';
export function send(name: string, data?: unknown) {
  return events.emit(name, data);
}
export const listen = (name: string, show: (d: unknown) => void) => events.on(name, show);
