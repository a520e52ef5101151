import { view } from '@forge/bridge';

/** Where a module of this app runs. Atlassian documents it for the widget; a script is sure of its `type` only. */
export interface HostContext {
  /** The type of the module, `dashboards:backgroundScript` for instance. */
  type?: string;
  context?: { dashboardId?: string; widgetId?: string };
  /** In a widget: what was saved for it; nothing for one that nobody has configured. */
  config?: unknown;
  /** In a widget's edit view. */
  entryPoint?: 'edit';
}

/** What the page is about. A dashboard is about nothing in particular. */
export const about: (context: HostContext) => string | undefined = () => undefined;

/** Asks the host where this module runs. One that does not say is no reason to show nothing. */
export async function getContext(): Promise<HostContext> {
  try {
    const { extension } = await view.getContext();
    return extension ?? {};
  } catch {
    return {};
  }
}
