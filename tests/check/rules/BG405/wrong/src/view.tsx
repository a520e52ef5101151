import { events } from '@forge/bridge';

await events.emit('ask');
await events.on('answer', console.log);
