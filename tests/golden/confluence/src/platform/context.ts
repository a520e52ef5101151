import { view } from '@forge/bridge';

/**
 * Where a module of this app runs. The script runs all over Confluence: `content` and `space` are there on content pages
 * only.
 */
export interface HostContext {
  /** The type of the module, `confluence:backgroundScript` for instance. */
  type?: string;
  content?: {
    id: string;
    type: 'page' | 'blogpost' | 'space';
    /** `null` for content that has none. */
    subtype: string | null;
  };
  space?: { id: string; key: string };
  /** The full URL of the page. */
  location?: string;
}

/** What the page is about: its space, where it is in one. */
export function about({ space }: HostContext): string | undefined {
  return space?.key;
}

/** Asks the host where this module runs. One that does not say is no reason to show nothing. */
export async function getContext(): Promise<HostContext> {
  try {
    const { extension } = await view.getContext();
    return extension ?? {};
  } catch {
    return {};
  }
}
