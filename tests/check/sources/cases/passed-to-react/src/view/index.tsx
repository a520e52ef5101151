import { events } from '@forge/bridge';
import { createContext, useEffect } from 'react';
export const Bus = createContext(events);
useEffect(() => {
  void events.on('answer', console.log);
}, [events]);
