/** What the page is about: the dashboard. Atlassian documents it for widgets; the script may not be told. */
export interface Page {
  dashboardId?: string;
}

/** Where a module of this app runs. Atlassian documents it for widgets. */
export interface HostContext {
  /** The type of the module, `dashboards:backgroundScript` for instance. */
  type?: string;
  /** In a widget. One in the list from which people add widgets has no `widgetId`. */
  context?: { dashboardId?: string; widgetId?: string };
  /** In a widget: what was saved for it; nothing for one that nobody has configured. */
  config?: unknown;
  /** In a widget's edit view. */
  entryPoint?: 'edit';
}

/** What the host tells about the page. */
export function pageOf({ context }: HostContext): Page | undefined {
  return context?.dashboardId === undefined ? undefined : { dashboardId: context.dashboardId };
}

/** What tells this page from others: the dashboard's id. */
export function about({ dashboardId }: Page): string | undefined {
  return dashboardId;
}

/** Whether this is the preview in the list from which people add widgets. No script may be running there. */
export function isPreview({ context, entryPoint }: HostContext): boolean {
  return context !== undefined && context.widgetId === undefined && entryPoint !== 'edit';
}
