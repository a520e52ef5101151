import { events } from '@forge/bridge';
import * as names from '../names';
await events.on('answer', console.log);
await events.emit(names.ASK);
