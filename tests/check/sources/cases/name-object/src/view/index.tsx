import { events } from '@forge/bridge';
import { EVENTS } from '../names';
await events.on(EVENTS.answer, console.log);
await events.emit(EVENTS.ask);
