import { events } from '@forge/bridge';

await events.on('answer', console.log);
<<<<<<< HEAD
await events.emit('ask');
=======
void events.emit('ask');
>>>>>>> theirs
await events.emit('ask');
