import { events } from '@forge/bridge';
const ASK = 'ask';
await events.on('answer', console.log);
await events.emit(ASK);
