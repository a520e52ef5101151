import { Bus } from '../bus';
const bus = new Bus();
bus.on('answer', console.log);
bus.send('ask');
