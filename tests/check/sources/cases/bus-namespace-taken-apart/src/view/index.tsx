import * as bridge from '@forge/bridge';
const { events: bus, invoke } = bridge;
void invoke;
await bus.on('answer', console.log);
await bus.emit('ask');
