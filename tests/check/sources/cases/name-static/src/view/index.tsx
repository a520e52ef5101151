import { events } from '@forge/bridge';
class Names {
  static readonly ASK = 'ask';
}
await events.on('answer', console.log);
await events.emit(Names.ASK);
