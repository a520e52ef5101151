import { events } from '@forge/bridge';
const bus = events;
await bus.emit('ask');
await bus.on('answer', console.log);
