import { events } from '@forge/bridge';
await (events as unknown as { on(n: string, f: unknown): void }).on('answer', console.log);
await events!.emit('ask');
