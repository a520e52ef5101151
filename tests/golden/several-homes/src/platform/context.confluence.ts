/** What the page is about. The script runs on all pages of Confluence; only content pages have `content` and `space`. */
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

/** What the host tells about the page. */
export function pageOf({ content, space }: HostContext): Page {
  return { content, space };
}

/** What tells this page from others: its space. The home page is in none. */
export function about({ space }: Page): string | undefined {
  return space?.key;
}

/** Whether this is a view that no script answers. There is none in this home. */
export const isPreview: (context: HostContext) => boolean = () => false;
