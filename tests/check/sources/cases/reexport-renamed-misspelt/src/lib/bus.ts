export { events as bus } from '@forge/bridge';
