import { events } from '@forge/bridge';
export default events;
