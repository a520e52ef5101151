import { events } from '@forge/bridge';

events.on('app.request-data', () => events.emit('app.data-change', { at: Date.now() }));

export default () => null;
