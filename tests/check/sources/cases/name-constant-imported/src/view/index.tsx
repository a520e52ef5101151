import { events } from '@forge/bridge';
import { ASK } from '../names';
await events.on('answer', console.log);
await events.emit(ASK);
