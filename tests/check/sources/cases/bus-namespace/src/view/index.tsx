import * as bridge from '@forge/bridge';
await bridge.events.on('answer', console.log);
await bridge.events.emit('ask');
