import { events } from '@forge/bridge';
void events.on('answer', console.log);
export const A = () => (
  <p>
    See /* here */ and // there <b onClick={() => void events.emit('ask')}>now</b>
  </p>
);
