import { events } from '@forge/bridge';
import { Names } from '../names';
await events.on(Names.Answer, console.log);
await events.emit(Names.Ask);
