import { events } from '@forge/bridge';
export const A = () => <p>Don't panic</p>;
void events.on('answer', console.log);
void events.emit('aks');
export const B = () => <p>It's fine</p>;
