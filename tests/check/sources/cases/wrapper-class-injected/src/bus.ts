export class Bus {
  constructor(private bus: { emit(n: string): void; on(n: string, f: (d: unknown) => void): void }) {}
  send(name: string) {
    this.bus.emit(name);
  }
  on(name: string, show: (d: unknown) => void) {
    this.bus.on(name, show);
  }
}
