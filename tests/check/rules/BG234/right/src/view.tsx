import { events, Modal } from '@forge/bridge';

await events.on('answer', console.log);
await events.emit('ask');

export const open = () => new Modal({ resource: 'dialog' }).open();
