import { events, invoke } from '@forge/bridge';
await events.on('ask', async () => {
  await events.emit('answer', await invoke('load'));
});
void invoke('other');
void invoke('another');
void invoke('third');
