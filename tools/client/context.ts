/** What the pages of all hosts tell, for a client and a script that are the same in every app. */
import { about, pageOf as pageOfKnown, type HostContext, type Page } from '#app/bgscript/platform/context';

export { about, getContext, isPreview } from '#app/bgscript/platform/context';
export type { HostContext, Page } from '#app/bgscript/platform/context';

/** Modules that know their page even where nothing distinguishes it from others: in Confluence, the page has no space. */
const OF_ANY_PAGE = /^(confluence:|jira:globalBackgroundScript$)/;

/**
 * The page, as the host reports it; `undefined` if the host does not. A view of an app that exists can be a module of any
 * type: its page is the one that its context names.
 */
export function pageOf(context: HostContext): Page | undefined {
  const page = pageOfKnown(context);
  const isNamed = page !== undefined && about(page) !== undefined;
  return isNamed || OF_ANY_PAGE.test(context.type ?? '') ? page : undefined;
}
