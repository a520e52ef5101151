/** Runs once on the page, hidden. What it loads is in data.ts. */
import ForgeReconciler from '@forge/react';
import { publish } from '../runtime/handshake';
import { getContext } from '../platform/context';
import { channel } from '../platform/events';
import { loadData } from './data';

ForgeReconciler.render(<></>); // shows nothing, and tells the page that the script is there
await publish(channel, async () => loadData(await getContext()));
