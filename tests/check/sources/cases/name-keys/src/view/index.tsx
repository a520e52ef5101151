import { events } from '@forge/bridge';
const shows = { answer: console.log };
for (const [name, show] of Object.entries(shows)) await events.on(name, show);
await events.emit('ask');
