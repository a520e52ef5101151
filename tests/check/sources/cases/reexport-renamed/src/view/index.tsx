import { bus } from '../lib/bus';
await bus.on('answer', console.log);
await bus.emit('ask');
