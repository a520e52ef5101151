import { events } from '@forge/bridge';
import { call } from '../call';
await events.on('ask', async () => {
  await events.emit('answer', await call('laod'));
});
