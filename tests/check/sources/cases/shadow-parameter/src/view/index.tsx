import { events } from '@forge/bridge';
await events.on('answer', console.log);
await events.emit('ask');
function draw(events: { on(n: string): void }) {
  events.on('resize');
}
draw({ on: console.log });
