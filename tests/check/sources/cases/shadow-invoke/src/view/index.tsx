import { events } from '@forge/bridge';
import { invoke } from './command';
await events.on('answer', console.log);
await events.emit('ask');
invoke('print');
