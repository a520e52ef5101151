import { events } from '@forge/bridge';
void events.on<string>('answer', console.log);
void events.emit<string>('ask', 'x');
await events.emit<number>('ask', 1);
