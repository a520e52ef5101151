import { events } from '@forge/bridge';
export class Bus {
  private bus = events;
  send(name: string) {
    return this.bus.emit(name);
  }
  on(name: string, show: (d: unknown) => void) {
    return events.on(name, show);
  }
}
