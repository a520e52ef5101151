import { events } from '@forge/bridge';
const text = "events.emit('nothing')";
void events.on('answer', console.log);
void events.emit('ask');
console.log(text);
