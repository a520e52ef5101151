import { events, invoke } from '@forge/bridge';
import { useQuery } from 'some-library';
useQuery(invoke);
await events.on('ask', async () => {
  await events.emit('answer', await invoke('load'));
});
