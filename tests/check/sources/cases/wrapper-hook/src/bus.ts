import { events } from '@forge/bridge';
export function useBus() {
  return { send: (name: string) => events.emit(name), listen: (name: string, show: (d: unknown) => void) => events.on(name, show) };
}
