import { bus } from '../lib';
bus.on('answer', console.log);
bus.emit('ask');
