/** The background script: hidden, one for all views on the page. What it loads is in data.ts. */
import { publish } from '../runtime/handshake';
import { onIssueChanged } from '../platform/changes';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { loadData } from './data';

const publishing = publish(channel, { load: loadData, getPage: async () => pageOf(await getContext()) });

// Registered during the first load and not after it: a change in between must not get lost.
await onIssueChanged(() => void publishing.then((publisher) => publisher.refresh()));
await publishing;
