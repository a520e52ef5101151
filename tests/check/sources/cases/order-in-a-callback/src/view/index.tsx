import { events } from '@forge/bridge';
document.body.onclick = () => void events.emit('ask');
await events.on('answer', console.log);
