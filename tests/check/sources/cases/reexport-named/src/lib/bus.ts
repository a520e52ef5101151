export { events } from '@forge/bridge';
