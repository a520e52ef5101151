import { events } from '@forge/bridge';
const PREFIX = 'as';
await events.on('answer', console.log);
await events.emit(PREFIX + 'k');
