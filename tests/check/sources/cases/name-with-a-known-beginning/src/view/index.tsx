import { events } from '@forge/bridge';
const set = location.hash;
await events.on('answer', console.log);
await events.on(`answer.${set}`, console.log);
await events.emit('ask');
