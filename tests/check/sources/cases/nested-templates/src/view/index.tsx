import { events } from '@forge/bridge';
const n = 1;
console.log(`a ${n ? `b ${`c ' ${n}`} " ` : `d`} e`);
void events.on('answer', console.log);
void events.emit('ask');
