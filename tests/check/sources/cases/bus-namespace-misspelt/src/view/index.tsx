import * as bridge from '@forge/bridge';
await bridge.events.on('anwser', console.log);
await bridge.events.emit('ask');
