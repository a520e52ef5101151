import { view } from '@forge/bridge';
import { HOST_LIMIT_MS, within } from '../runtime/limit';

/** What the page is about: the issue, and its project. */
export interface Page {
  issue?: { id: string; key: string; type: string; typeId: string };
  project?: { id: string; key: string; type: string };
}

/** Where a module of this app runs. */
export interface HostContext extends Page {
  /** The type of the module, `jira:issueViewBackgroundScript` for instance. */
  type?: string;
  /** In the panel: whether this is the first time that it is shown on this issue. */
  isNewToIssue?: boolean;
  /** The full URL of the page. */
  location?: string;
}

/** The page, as the host reports it. */
export function pageOf({ issue, project }: HostContext): Page | undefined {
  return issue && { issue, project };
}

/** What distinguishes this page from others: the issue's key. */
export function about({ issue }: Page): string | undefined {
  return issue?.key;
}

/** Whether this is a preview, in which no script may be running. This host page has none. */
export const isPreview: (context: HostContext) => boolean = () => false;

/** Asks the host where this module runs. Returns an empty object if the host does not answer. */
export async function getContext(): Promise<HostContext> {
  try {
    const { extension } = await within(HOST_LIMIT_MS, view.getContext(), 'Asking the host for the context');
    return extension ?? {};
  } catch {
    return {};
  }
}
