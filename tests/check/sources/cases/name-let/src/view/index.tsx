import { events } from '@forge/bridge';
let name = 'aks';
name = 'ask';
await events.on('answer', console.log);
await events.emit(name);
