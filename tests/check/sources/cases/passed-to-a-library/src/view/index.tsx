import { events } from '@forge/bridge';
import { bind } from 'some-library';
bind(events);
