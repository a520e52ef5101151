import { bus } from '../bus';
bus.on('answer', console.log);
bus.send('ask');
