import { events } from '@forge/bridge';
const ask = () => events.emit('ask');
await events.on('answer', console.log);
await ask();
