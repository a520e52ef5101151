import { events } from '@forge/bridge';
const { emit, on } = events;
await on('answer', console.log);
await emit('aks');
