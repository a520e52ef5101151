import { events } from '@forge/bridge';
events.emit('of another app');
