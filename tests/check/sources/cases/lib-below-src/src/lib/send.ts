import { events } from '@forge/bridge';
export const send = () => events.emit('ask');
