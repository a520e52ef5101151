import { events } from '../lib/bus';
await events.on('answer', console.log);
await events.emit('ask');
