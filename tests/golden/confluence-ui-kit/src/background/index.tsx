/** The background script: hidden, one for all views on the page. What it loads is in data.ts. */
import ForgeReconciler from '@forge/react';
import { publish } from '../runtime/handshake';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { loadData } from './data';

ForgeReconciler.render(<></>); // shows nothing; the host waits for a first rendering
await publish(channel, { load: loadData, getPage: async () => pageOf(await getContext()) });
