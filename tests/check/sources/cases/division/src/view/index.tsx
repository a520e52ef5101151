import { events } from '@forge/bridge';
const a = 4 / 2, b = a / 1; // '
void events.on('answer', console.log);
void events.emit('ask');
console.log(a, b);
