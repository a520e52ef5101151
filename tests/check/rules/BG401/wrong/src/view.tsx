import { events } from '@forge/bridge';

await events.on('anwser', console.log);
await events.emit('ask');
