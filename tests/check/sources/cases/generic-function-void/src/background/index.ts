import { events, invoke } from '@forge/bridge';
void events.on('ask', async () => {
  void invoke<string>('load');
  void events.emit('answer');
});
