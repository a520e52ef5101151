import { bus } from '#lib/bus';
bus.on('answer', console.log);
bus.emit('ask');
