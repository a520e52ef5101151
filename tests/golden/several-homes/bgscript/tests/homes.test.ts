import { beforeEach, describe, expect, test, vi } from 'vitest';
import * as confluence from './context.confluence';
import * as homeDashboard from './context.home-dashboard';
import * as jiraDashboard from './context.jira-dashboard';
import * as jiraGlobal from './context.jira-global';
import * as jiraIssue from './context.jira-issue';
import { emit, host } from './host';
import type { HostContext, Page } from '../../src/contract';
import { onIssueChanged } from '../platform/changes';
import { savedConfig } from '../platform/config';
import { about, isPreview, pageOf } from '../platform/context';
import * as ofConfluence from '../platform/context.confluence';
import * as ofHomeDashboard from '../platform/context.home-dashboard';
import * as ofJiraDashboard from '../platform/context.jira-dashboard';
import * as ofJiraGlobal from '../platform/context.jira-global';
import * as ofJiraIssue from '../platform/context.jira-issue';
import { onRefresh } from '../platform/refresh';

/** The types of all modules, and what their host says. */
const MODULES = Object.entries({
  'dashboards:backgroundScript': homeDashboard,
  'dashboards:widget': homeDashboard,
  'jira:dashboardBackgroundScript': jiraDashboard,
  'jira:dashboardGadget': jiraDashboard,
  'jira:issueViewBackgroundScript': jiraIssue,
  'jira:issuePanel': jiraIssue,
  'jira:globalBackgroundScript': jiraGlobal,
  'confluence:backgroundScript': confluence,
  'confluence:homepageFeed': confluence,
});

/** What a host would say that said all that the hosts of this app say. */
const EVERYTHING = Object.assign({}, ...MODULES.map(([, { PAGES }]) => described(PAGES[0]))) as HostContext;

beforeEach(() => host.reset(true));

describe.each(MODULES)('%s', (type, { PAGES }) => {
  test('its pages are distinguished', () => {
    const [first, second] = PAGES.map((page) => pageOf({ type, ...described(page) }));
    expect([about(first!), about(second!)]).toEqual(PAGES.map(about));
    expect(about(first!)).not.toBe(about(second!));
  });

  test('its page is the one that its own host names, whatever else there is', () => {
    expect(about(pageOf({ ...EVERYTHING, type })!)).toBe(about(PAGES[0]));
  });

  test('only dashboards in Atlassian Home have a list of widgets, where no script runs', () => {
    const context = { ...EVERYTHING, type, context: { dashboardId: 'dashboard-1' } };
    expect(isPreview(context)).toBe(type.startsWith('dashboards:'));
  });
});

test.each([
  ['confluence', confluence.PAGES, ofConfluence],
  ['home-dashboard', homeDashboard.PAGES, ofHomeDashboard],
  ['jira-dashboard', jiraDashboard.PAGES, ofJiraDashboard],
  ['jira-global', jiraGlobal.PAGES, ofJiraGlobal],
  ['jira-issue', jiraIssue.PAGES, ofJiraIssue],
])('the file of %s knows its pages by itself', (_, pages, target) => {
  expect(pages.map((page) => target.about(page))).toEqual(pages.map(about));
  expect([target.about({}), target.isPreview({})]).toEqual([undefined, false]);
});

test('a module of another type is on the page that the host names', () => {
  for (const [, { PAGES }] of MODULES) {
    const context = { type: 'mine', ...described(PAGES[0]) };
    expect(about(pageOf(context)!)).toBe(about(PAGES[0]));
  }
  const context = { ...EVERYTHING, type: 'mine', context: { dashboardId: 'dashboard-1' } };
  expect(isPreview(context)).toBe(false);
});

test.each(MODULES)('the settings of %s are those that its own host keeps', async (type) => {
  const own: Record<string, object> = { 'dashboards:widget': { limit: 1 }, 'jira:dashboardGadget': { limit: 2 } };
  host.extension = { type, config: { limit: 1 }, gadgetConfiguration: { limit: 2 } };
  expect(await savedConfig()).toEqual(own[type]);
});

test('a refresh of a dashboard concerns nobody on another host page', async () => {
  vi.useFakeTimers();
  const refreshed = vi.fn();
  await onRefresh(refreshed);
  host.extension = EVERYTHING;
  await emit({ event: 'JIRA_DASHBOARD_GADGET_REFRESH', payload: { origin: 'dashboard' } });
  await vi.advanceTimersByTimeAsync(20);
  expect(refreshed).not.toHaveBeenCalled();
  vi.useRealTimers();
});

test('a change of an issue concerns the script of the issue view only', async () => {
  vi.useFakeTimers();
  const changed = vi.fn();
  await onIssueChanged(changed);
  for (const [type] of MODULES) {
    host.extension = { ...EVERYTHING, type };
    await emit({ event: 'JIRA_ISSUE_CHANGED', payload: { issueId: '10001' } });
    await vi.advanceTimersByTimeAsync(20);
    expect(changed).toHaveBeenCalledTimes(Number(type === 'jira:issueViewBackgroundScript'));
    changed.mockReset();
  }
  vi.useRealTimers();
});

/** A page as its host describes it to a view on it. */
function described(page: Page): Partial<HostContext> {
  return page.dashboardId === undefined ? page : { context: { ...page, widgetId: 'widget-1' } };
}
