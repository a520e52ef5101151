import { events } from '@forge/bridge';
import { useEffect } from 'react';
export function View() {
  useEffect(() => {
    void events.on('answer', console.log);
    void events.emit('aks');
  }, [events]);
  return null;
}
