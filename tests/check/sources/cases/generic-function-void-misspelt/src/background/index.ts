import { events, invoke } from '@forge/bridge';
void events.on('ask', async () => {
  void invoke<string>('laod');
  void events.emit('answer');
});
