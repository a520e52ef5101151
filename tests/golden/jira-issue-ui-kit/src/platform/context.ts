import { view } from '@forge/bridge';

/** Where a module of this app runs: the issue on the page, and its project. */
export interface HostContext {
  /** The type of the module, `jira:issueViewBackgroundScript` for instance. */
  type?: string;
  issue?: { id: string; key: string; type: string; typeId: string };
  project?: { id: string; key: string; type: string };
  /** In the panel: whether this is the first time that it is shown on this issue. */
  isNewToIssue?: boolean;
  /** The full URL of the page. */
  location?: string;
}

/** What the page is about: the issue. */
export function about({ issue }: HostContext): string | undefined {
  return issue?.key;
}

/** Asks the host where this module runs. One that does not say is no reason to show nothing. */
export async function getContext(): Promise<HostContext> {
  try {
    const { extension } = await view.getContext();
    return extension ?? {};
  } catch {
    return {};
  }
}
