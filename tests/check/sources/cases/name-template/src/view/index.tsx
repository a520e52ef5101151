import { events } from '@forge/bridge';
const PART = 'k';
await events.on('answer', console.log);
await events.emit(`as${PART}`);
