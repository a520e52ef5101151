import { events } from '@forge/bridge';
events.emit('only in a test');
