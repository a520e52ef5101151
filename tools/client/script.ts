/** The background script's side of the handshake. */
import { startScript as start } from '#app/bgscript/runtime/startScript';
import { report } from '#app/bgscript/runtime/report';
import { reportTo } from '../../src/onError';
import type { Source } from '#app/bgscript/runtime/handshake';

export { about, getContext, pageOf } from '#app/bgscript/platform/context';
export { channel } from '#app/bgscript/platform/events';
export { share } from '#app/bgscript/runtime/dataSets';
export { reload, reloadEvery } from '#app/bgscript/runtime/reloading';
export { publish } from '#app/bgscript/runtime/script';

export interface Options {
  onError?: (error: unknown, what: string) => void | Promise<void>;
}

export function startScript(load: Source['load'], { onError }: Options = {}): void {
  if (onError) reportTo(onError);
  start(load).catch((reason: unknown) => report('The background script could not start:', reason));
}
