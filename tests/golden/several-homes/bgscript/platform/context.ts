/** On which host page a module runs, and what it says. What only one of them has is in the file with its target's name. */
import { view } from '@forge/bridge';
import { HOST_LIMIT_MS, within } from '../runtime/limit';
import * as confluence from './context.confluence';
import * as homeDashboard from './context.home-dashboard';
import * as jiraDashboard from './context.jira-dashboard';
import * as jiraGlobal from './context.jira-global';
import * as jiraIssue from './context.jira-issue';

/** What the page is about. A page has what its own host says, and nothing of the others. */
export type Page = confluence.Page & homeDashboard.Page & jiraDashboard.Page & jiraGlobal.Page & jiraIssue.Page;

/** Where a module of this app runs. The rest depends on `type`. */
export type HostContext = confluence.HostContext &
  homeDashboard.HostContext &
  jiraDashboard.HostContext &
  jiraGlobal.HostContext &
  jiraIssue.HostContext;

interface Target {
  pageOf(context: HostContext): Page | undefined;
  about(page: Page): string | undefined;
  isPreview(context: HostContext): boolean;
}

/** The targets by the types of their modules. */
const TARGETS: Record<string, Target> = {
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

/** The target of a module; all of them for a module of another type, which `TARGETS` does not know. */
function targetsOf({ type = '' }: HostContext): Target[] {
  return Object.hasOwn(TARGETS, type) ? [TARGETS[type]!] : Object.values(TARGETS);
}

/** What the host says about the page. */
export function pageOf(context: HostContext): Page | undefined {
  const pages = targetsOf(context).map((target) => target.pageOf(context));
  return pages.find((page) => page && about(page) !== undefined) ?? pages[0];
}

/** What distinguishes this page from others: an issue's key, a space's key, a dashboard's id. */
export function about(page: Page): string | undefined {
  return Object.values(TARGETS)
    .map((target) => target.about(page))
    .find((subject) => subject !== undefined);
}

/** Whether this is a view that no script answers, in a list from which people add it for instance. */
export function isPreview(context: HostContext): boolean {
  return targetsOf(context).every((target) => target.isPreview(context));
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
