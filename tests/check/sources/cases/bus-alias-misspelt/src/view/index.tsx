import { events } from '@forge/bridge';
const bus = events;
await bus.on('answer', console.log);
await bus.emit('aks');
