import { events } from '@forge/bridge';
['answer'].forEach((name) => void events.on(name, console.log));
void events.emit('ask');
