import { send } from '../bus';
import { events } from '@forge/bridge';
events.on('answer', console.log);
send({ name: 'ask' });
