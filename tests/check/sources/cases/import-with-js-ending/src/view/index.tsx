import { bus } from '../lib/bus.js';
bus.on('answer', console.log);
bus.emit('ask');
