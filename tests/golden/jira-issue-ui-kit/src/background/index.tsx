/** The background script: one hidden module for all views on the page. data.ts loads the data. */
import ForgeReconciler from '@forge/react';
import { publish } from '../runtime/handshake';
import { onIssueChanged } from '../platform/changes';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { loadData } from './data';

ForgeReconciler.render(<></>); // shows nothing; the host waits for a first rendering
const publishing = publish(channel, { load: loadData, getPage: async () => pageOf(await getContext()) });

// Registered during the first load and not after it, so that no change is missed.
await onIssueChanged(() => void publishing.then((publisher) => publisher.refresh()));
await publishing;
