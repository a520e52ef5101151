/** The background script: one hidden module for all views on the page. data.ts loads the data. */
import { publish } from '../runtime/handshake';
import { report, reportUncaught } from '../runtime/report';
import { onIssueChanged } from '../platform/changes';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { loadData } from './data';

reportUncaught();
const publishing = publish(channel, { load: loadData, getPage: async () => pageOf(await getContext()) });

// Registered during the first load and not after it, so that no change is missed.
onIssueChanged(() => void publishing.then((publisher) => publisher.refresh())).catch((reason: unknown) =>
  report('The background script does not hear of changes:', reason),
);
await publishing;
