import { events } from '@forge/bridge';
const isNew = Math.random() > 0.5;
await events.on('answer', console.log);
await events.emit(isNew ? 'ask' : 'ask');
