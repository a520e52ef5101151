/** What the page is about: the dashboard. Jira tells its gadgets, and not the script. */
export interface Page {
  dashboard?: { id: string };
}

/** Where a module of this app runs. The script gets `type` and `location`; the rest is there for gadgets. */
export interface HostContext extends Page {
  /** The type of the module, `jira:dashboardBackgroundScript` for instance. */
  type?: string;
  gadget?: { id: string };
  /** What was saved for the gadget; nothing for one that nobody has configured. */
  gadgetConfiguration?: unknown;
  /** In the gadget's edit mode. */
  entryPoint?: 'edit';
  /** The full URL of the page. */
  location?: string;
}

/** What the host tells about the page. */
export function pageOf({ dashboard }: HostContext): Page | undefined {
  return dashboard && { dashboard };
}

/** What tells this page from others: the dashboard's id. */
export function about({ dashboard }: Page): string | undefined {
  return dashboard?.id;
}

/** Whether this is a view that no script answers. There is none in this home. */
export const isPreview: (context: HostContext) => boolean = () => false;
