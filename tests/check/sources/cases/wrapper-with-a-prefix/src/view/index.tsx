import { send } from '../bus';
import { events } from '@forge/bridge';
await events.on('answer', console.log);
send('k');
