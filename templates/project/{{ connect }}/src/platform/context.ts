import { host } from './ap';

/** Where a page of this app runs: on an issue that and its project, on a dashboard neither. */
export interface HostContext {
  issue?: { id: string; key: string };
  project?: { id: string; key: string };
}

/** What the page is about: the issue, where there is one. */
export function about({ issue }: HostContext): string | undefined {
  return issue?.key;
}

/** Asks the host where this page runs. One that does not say is no reason to show nothing. */
export function getContext(): Promise<HostContext> {
  return new Promise((resolve) => {
    const context = host().context;
    if (context?.getContext) context.getContext(({ jira }) => resolve(jira ?? {}));
    else resolve({});
  });
}
