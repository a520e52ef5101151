import { events } from '@forge/bridge';
(window as unknown as { bus: unknown }).bus = events;
