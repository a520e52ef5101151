import { events } from '@forge/bridge';
import { Bus } from '../bus';
const bus = new Bus(events);
bus.on('answer', console.log);
bus.send('aks');
