import { bridge } from '../lib';
bridge.events.on('answer', console.log);
bridge.events.emit('ask');
