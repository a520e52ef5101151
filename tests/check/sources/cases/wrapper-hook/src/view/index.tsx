import { useBus } from '../bus';
export function View() {
  const { send, listen } = useBus();
  listen('answer', console.log);
  return <button onClick={() => send('ask')}>It's a button</button>;
}
