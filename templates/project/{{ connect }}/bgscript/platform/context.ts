import { HOST_LIMIT_MS, within } from '../runtime/limit';
import { host } from './ap';

/** What the page is about: the issue and its project. On a dashboard Jira gives neither. */
export interface Page {
  issue?: { id: string; key: string };
  project?: { id: string; key: string };
}

/** Where a page of this app runs. */
export type HostContext = Page;

/** The page, as the host reports it. */
export function pageOf({ issue, project }: HostContext): Page | undefined {
  return issue && { issue, project };
}

/** What distinguishes this page from others: the issue's key. */
export function about({ issue }: Page): string | undefined {
  return issue?.key;
}

/** Whether this is a view that no script answers. There is none on Connect. */
export const isPreview: (context: HostContext) => boolean = () => false;

/** Asks the host where this page runs. Gives nothing where the host does not say. */
export function getContext(): Promise<HostContext> {
  const asked = new Promise<HostContext>((resolve) => {
    const context = host().context;
    if (context?.getContext) context.getContext(({ jira }) => resolve(jira ?? {}));
    else resolve({});
  });
  return within(HOST_LIMIT_MS, asked, 'Asking Jira for the context').catch(() => ({}));
}
