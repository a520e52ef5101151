import { events } from '@forge/bridge';
for (const name of ['answer', 'answer']) await events.on(name, console.log);
await events.emit('ask');
