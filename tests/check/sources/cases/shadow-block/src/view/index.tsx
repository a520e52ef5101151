import { events } from '@forge/bridge';
await events.on('answer', console.log);
await events.emit('ask');
{
  const events = new EventTarget() as unknown as { emit(n: string): void };
  events.emit('local');
}
