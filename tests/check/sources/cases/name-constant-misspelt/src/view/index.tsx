import { events } from '@forge/bridge';
const ASK = 'aks';
await events.on('answer', console.log);
await events.emit(ASK);
