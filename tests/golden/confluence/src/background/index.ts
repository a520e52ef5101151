/** The background script: one hidden module for all views on the page. data.ts loads the data. */
import { publish } from '../runtime/handshake';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { loadData } from './data';

await publish(channel, { load: loadData, getPage: async () => pageOf(await getContext()) });
