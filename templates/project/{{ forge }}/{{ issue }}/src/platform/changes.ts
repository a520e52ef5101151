import { events } from '@forge/bridge';
import { getContext } from './context';

/** What Jira tells the modules of an issue view. */
interface IssueChanged {
  issueId: string;
  projectId: string;
  changes: { changeType: 'updated' | 'commented'; atlassianId: string }[];
}

/**
 * Calls `changed` when this page's issue was updated or commented on. Jira takes some seconds to tell, and does not tell
 * of what the viewer changed: `shouldReloadOnRefresh` in the manifest is there for that.
 */
export async function onIssueChanged(changed: () => void): Promise<void> {
  await events.on('JIRA_ISSUE_CHANGED', async ({ issueId }: IssueChanged) => {
    // Asked for each time: the page may have gone on to another issue.
    const { issue } = await getContext();
    if (issue?.id === issueId) changed();
  });
}
