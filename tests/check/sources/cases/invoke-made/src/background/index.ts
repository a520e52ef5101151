import { events, makeInvoke } from '@forge/bridge';
const invoke = makeInvoke<{ load: () => number }>();
await events.on('ask', async () => {
  await events.emit('answer', await invoke('load'));
});
