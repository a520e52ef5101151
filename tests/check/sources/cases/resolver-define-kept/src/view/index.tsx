import { events } from '@forge/bridge';
await events.on('answer', console.log);
await events.emit('ask');
