import { events } from '@forge/bridge';
export const clean = (s: string) => s.replace(/["'`]/g, '').split(/\//);
void events.on('answer', console.log);
void events.emit('ask');
