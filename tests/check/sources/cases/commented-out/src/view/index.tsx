import { events } from '@forge/bridge';
// events.on('nothing', show)
/* events.emit('nothing') */
void events.on('answer', console.log);
void events.emit('ask');
