import { events } from '@forge/bridge';
import { getContext } from './context';

/** Jira's event for the modules of an issue view. */
interface IssueChanged {
  issueId: string;
  projectId: string;
  changes: { changeType: 'updated' | 'commented'; atlassianId: string }[];
}

/**
 * Calls `changed` when this page's issue was updated or commented on. The event comes some seconds after the change.
 * Changes by the viewer may bring no event: `shouldReloadOnRefresh` in the manifest is for those.
 */
export async function onIssueChanged(changed: () => void): Promise<void> {
  await events.on('JIRA_ISSUE_CHANGED', async ({ issueId }: IssueChanged) => {
    // The page may show another issue by now, so the context is read for each event.
    const { issue } = await getContext();
    if (issue?.id === issueId) changed();
  });
}
