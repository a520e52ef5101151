import { view } from '@forge/bridge';

/** Where a module of this app runs. The script gets `type` only, the rest is the gadget's. */
export interface HostContext {
  /** The type of the module, `jira:dashboardBackgroundScript` for instance. */
  type?: string;
  dashboard?: { id: string };
  gadget?: { id: string };
  /** What was saved for the gadget; nothing for one that nobody has configured. */
  gadgetConfiguration?: unknown;
  /** In the gadget's edit mode. */
  entryPoint?: 'edit';
  /** The full URL of the page. */
  location?: string;
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
