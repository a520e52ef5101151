/** The dashboard that the page shows. Atlassian documents it for widgets only; the script may not get it. */
export interface Page {
  dashboardId?: string;
}

/** Where a module of this app runs. Atlassian documents it for widgets. */
export interface HostContext {
  /** The type of the module, `dashboards:backgroundScript` for instance. */
  type?: string;
  /** In a widget. One in the list from which people add widgets has no `widgetId`. */
  context?: { dashboardId?: string; widgetId?: string };
  /** In a widget: its saved configuration. Absent if nobody has configured the widget. */
  config?: unknown;
  /** In a widget's edit view. */
  entryPoint?: 'edit';
}

/** The page, as the host reports it. */
export function pageOf({ context }: HostContext): Page | undefined {
  return context?.dashboardId === undefined ? undefined : { dashboardId: context.dashboardId };
}

/** What distinguishes this page from others: the dashboard's id. */
export function about({ dashboardId }: Page): string | undefined {
  return dashboardId;
}

/** Whether this is the preview in the list from which people add widgets. No script may be running there. */
export function isPreview({ context, entryPoint }: HostContext): boolean {
  return context !== undefined && context.widgetId === undefined && entryPoint !== 'edit';
}
