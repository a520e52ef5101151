import { events } from '@forge/bridge';
export const bus = events;
