import { events } from '@forge/bridge';
export const send = ({ name }: { name: string }) => events.emit(name);
