import { publish, type Source } from './handshake';
import { report, reportUncaught } from './report';
import { onIssueChanged } from '../platform/changes';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';

/**
 * Starts the background script: one hidden module for all views on the page.
 *
 * @param load loads the data of a page.
 */
export async function startScript(load: Source['load']): Promise<void> {
  reportUncaught();
  const publishing = publish(channel, { load, getPage: async () => pageOf(await getContext()) });

  // Registered during the first load and not after it, so that no change is missed.
  onIssueChanged(() => void publishing.then((publisher) => publisher.refresh())).catch((reason: unknown) =>
    report('The background script does not hear of changes:', reason),
  );
  await publishing;
}
