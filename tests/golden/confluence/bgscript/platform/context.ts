import { view } from '@forge/bridge';
import { HOST_LIMIT_MS, within } from '../runtime/limit';

/** The content and space of the page. The script runs on all pages; both are absent on pages without content. */
export interface Page {
  content?: {
    id: string;
    type: 'page' | 'blogpost' | 'space';
    /** `null` for content that has none. */
    subtype: string | null;
  };
  space?: { id: string; key: string };
}

/** Where a module of this app runs. */
export interface HostContext extends Page {
  /** The type of the module, `confluence:backgroundScript` for instance. */
  type?: string;
  /** The full URL of the page. */
  location?: string;
}

/** The page, as the host reports it. */
export function pageOf({ content, space }: HostContext): Page {
  return { content, space };
}

/** What distinguishes this page from others: its space. The home page is in none. */
export function about({ space }: Page): string | undefined {
  return space?.key;
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
