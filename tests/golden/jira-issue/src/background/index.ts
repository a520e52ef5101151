/** Runs once on the page, hidden. What it loads is in data.ts. */
import { publish } from '../runtime/handshake';
import { onIssueChanged } from '../platform/changes';
import { getContext } from '../platform/context';
import { channel } from '../platform/events';
import { loadData } from './data';

const publishing = publish(channel, async () => loadData(await getContext()));

// Not after the first load, but beside it: a change in between must not get lost.
await onIssueChanged(() => void publishing.then((publisher) => publisher.refresh()));
await publishing;
