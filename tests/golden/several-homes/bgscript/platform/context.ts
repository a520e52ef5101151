/** Which home a module runs in, and what that home tells. What only one home has stands in the file with its name. */
import { view } from '@forge/bridge';
import { HOST_LIMIT_MS, within } from '../runtime/limit';
import * as confluence from './context.confluence';
import * as homeDashboard from './context.home-dashboard';
import * as jiraDashboard from './context.jira-dashboard';
import * as jiraGlobal from './context.jira-global';
import * as jiraIssue from './context.jira-issue';

/** What the page is about. A page has what its own home tells, and nothing of the others. */
export type Page = confluence.Page & homeDashboard.Page & jiraDashboard.Page & jiraGlobal.Page & jiraIssue.Page;

/** Where a module of this app runs. `type` tells the home, the rest depends on it. */
export type HostContext = confluence.HostContext &
  homeDashboard.HostContext &
  jiraDashboard.HostContext &
  jiraGlobal.HostContext &
  jiraIssue.HostContext;

interface Home {
  pageOf(context: HostContext): Page | undefined;
  about(page: Page): string | undefined;
  isPreview(context: HostContext): boolean;
}

/** The homes by the types of their modules. */
const HOMES: Record<string, Home> = {
  'dashboards:backgroundScript': homeDashboard,
  'dashboards:widget': homeDashboard,
  'jira:dashboardBackgroundScript': jiraDashboard,
  'jira:dashboardGadget': jiraDashboard,
  'jira:issueViewBackgroundScript': jiraIssue,
  'jira:issuePanel': jiraIssue,
  'jira:globalBackgroundScript': jiraGlobal,
  'confluence:backgroundScript': confluence,
  'confluence:homepageFeed': confluence,
};

/** The home of a module; all of them for a module of another type, which `HOMES` does not know. */
function homesOf({ type = '' }: HostContext): Home[] {
  return Object.hasOwn(HOMES, type) ? [HOMES[type]!] : Object.values(HOMES);
}

/** What the host reports about the page. */
export function pageOf(context: HostContext): Page | undefined {
  const pages = homesOf(context).map((home) => home.pageOf(context));
  return pages.find((page) => page && about(page) !== undefined) ?? pages[0];
}

/** What tells this page from others: an issue's key, a space's key, a dashboard's id. */
export function about(page: Page): string | undefined {
  return Object.values(HOMES)
    .map((home) => home.about(page))
    .find((identity) => identity !== undefined);
}

/** Whether this is a view that no script answers, in a list from which people add it for instance. */
export function isPreview(context: HostContext): boolean {
  const homes = homesOf(context);
  return homes.length === 1 && homes.every((home) => home.isPreview(context));
}

/** Asks the host where this module runs. Returns an empty object if the host does not answer. */
export async function getContext(): Promise<HostContext> {
  try {
    const { extension } = await within(HOST_LIMIT_MS, view.getContext(), 'Asking the host for the context');
    return extension ?? {};
  } catch {
    return {};
  }
}
