/** Runs once on the page, hidden. What it loads is in data.ts. */
import { publish } from '../runtime/handshake';
import { getContext } from '../platform/context';
import { channel } from '../platform/events';
import { loadData } from './data';

await publish(channel, async () => loadData(await getContext()));
