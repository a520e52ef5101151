import { events } from '@forge/bridge';
await events.on('answer', console.log);
await events.emit('ask');
try {
  await fetch('/x');
} catch (events) {
  (events as { emit(n: string): void }).emit('local');
}
