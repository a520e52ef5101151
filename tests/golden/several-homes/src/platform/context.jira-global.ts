/** What the page is about. The script runs on all pages of Jira that `experience` names; only an issue's has these. */
export interface Page {
  issue?: { id: string; key: string; type: string; typeId: string };
  project?: { id: string; key: string; type: string };
}

/** Where a module of this app runs. */
export interface HostContext extends Page {
  /** The type of the module, `jira:globalBackgroundScript` for instance. */
  type?: string;
  /** In the panel: whether this is the first time that it is shown on this issue. */
  isNewToIssue?: boolean;
  /** The full URL of the page. */
  location?: string;
}

/** What the host tells about the page. */
export function pageOf({ issue, project }: HostContext): Page {
  return { issue, project };
}

/** What tells this page from others: the issue's key. Boards and dashboards have none. */
export function about({ issue }: Page): string | undefined {
  return issue?.key;
}

/** Whether this is a view that no script answers. There is none in this home. */
export const isPreview: (context: HostContext) => boolean = () => false;
