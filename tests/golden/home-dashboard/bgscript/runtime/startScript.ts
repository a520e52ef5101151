import { publish, type Source } from './handshake';
import { reportUncaught } from './report';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';

/**
 * Starts the background script: one hidden module for all views on the page.
 *
 * @param load loads the data of a page.
 */
export async function startScript(load: Source['load']): Promise<void> {
  reportUncaught();
  await publish(channel, { load, getPage: async () => pageOf(await getContext()) });
}
