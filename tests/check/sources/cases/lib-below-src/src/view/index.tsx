import { send } from '../lib/send';
import { events } from '@forge/bridge';
await events.on('answer', console.log);
send();
