import { events } from '@forge/bridge';
const { emit, on: listen } = events;
await listen('answer', console.log);
await emit('ask');
