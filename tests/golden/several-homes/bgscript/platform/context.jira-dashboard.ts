/** The dashboard that the page shows. Jira reports it to gadgets, but not to the script. */
export interface Page {
  dashboard?: { id: string };
}

/** Where a module of this app runs. The script gets `type` and `location`; the rest is there for gadgets. */
export interface HostContext extends Page {
  /** The type of the module, `jira:dashboardBackgroundScript` for instance. */
  type?: string;
  gadget?: { id: string };
  /** The saved configuration of the gadget. Absent if nobody has configured it. */
  gadgetConfiguration?: unknown;
  /** In the gadget's edit mode. */
  entryPoint?: 'edit';
  /** The full URL of the page. */
  location?: string;
}

/** The page, as the host reports it. */
export function pageOf({ dashboard }: HostContext): Page | undefined {
  return dashboard && { dashboard };
}

/** What distinguishes this page from others: the dashboard's id. */
export function about({ dashboard }: Page): string | undefined {
  return dashboard?.id;
}

/** Whether this is a preview, in which no script may be running. This host page has none. */
export const isPreview: (context: HostContext) => boolean = () => false;
