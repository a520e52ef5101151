import { events } from '@forge/bridge';
import { start } from '../start';
start(events);
