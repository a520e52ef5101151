import { events as forge } from '@forge/bridge';
await forge.on('answer', console.log);
await forge.emit('ask');
