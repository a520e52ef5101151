/** The background script: one hidden module for all views on the page. data.ts loads the data. */
import { publish } from '../runtime/handshake';
import { reportUncaught } from '../runtime/report';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { loadData } from './data';

reportUncaught();
await publish(channel, { load: loadData, getPage: async () => pageOf(await getContext()) });
