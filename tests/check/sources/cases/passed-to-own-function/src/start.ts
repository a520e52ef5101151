export function start(bus: { on(n: string, f: unknown): void; emit(n: string): void }) {
  bus.on('answer', console.log);
  bus.emit('ask');
}
