/** Runs once on the page, in a hidden iframe. What it loads is in data.ts. */
import { publish } from '../handshake';
import { channel } from '../platform/events';
import { loadData } from './data';

await publish(channel, loadData);
