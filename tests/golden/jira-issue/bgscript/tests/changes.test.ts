import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CONTEXT } from './context';
import { calls, emit, host, resolving } from './host';
import type { Announcement } from '../../src/contract';
import { sampleData } from '../../src/sample';
import { until } from './until';

const announced = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  host.reset(false);
  announced.mockReset();
  Object.assign(
    calls,
    resolving(() => Promise.resolve(sampleData)),
  );
  calls.on!({ event: 'app.data-change', callback: announced } as never);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('the script says which issue it loaded for', async () => {
  await startScript();
  expect(loads()).toEqual(['TEAM-7']);
});

test('it loads again when its issue changes, not when another one does', async () => {
  await startScript();
  await changed('10002');
  expect(loads()).toEqual(['TEAM-7']);
  await changed('10001');
  expect(loads()).toEqual(['TEAM-7', 'TEAM-7']);
});

test('when the page shows another issue, the script follows changes of that issue', async () => {
  await startScript();
  host.extension = { ...CONTEXT, issue: { id: '10002', key: 'TEAM-8', type: 'Task', typeId: '10002' } };
  await changed('10001');
  expect(loads()).toEqual(['TEAM-7']);
  await changed('10002');
  expect(loads()).toEqual(['TEAM-7', 'TEAM-8']);
});

test('a change while the page shows no issue concerns nobody', async () => {
  await startScript();
  host.extension = { type: CONTEXT.type };
  await changed('10001');
  expect(loads()).toEqual(['TEAM-7']);
});

test('that the host does not take the listener is reported, and the script goes on', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue();
  const { on } = calls;
  const refused = new Error('refused');
  calls.on = (data: never) =>
    (data as { event: string }).event === 'JIRA_ISSUE_CHANGED' ? Promise.reject(refused) : on!(data);
  void import('../../src/background');
  await until(() => expect(loads()).toEqual(['TEAM-7']));
  calls.on = on!;
  expect(error.mock.calls).toEqual([['The background script does not hear of changes:', refused]]);
});

test('a change during the first load is not lost', async () => {
  const { getContext } = calls;
  let answer: ((context: object) => void) | undefined;
  const context = new Promise((resolve) => (answer = resolve));
  calls.getContext = () => context;
  await startScript();
  calls.getContext = getContext!;
  await changed('10001');
  expect(loads()).toEqual([]);
  answer?.({ extension: CONTEXT });
  await passes(50);
  expect(announced).toHaveBeenLastCalledWith(expect.objectContaining({ status: 'ready', revision: 2 }));
});

async function startScript(): Promise<void> {
  void import('../../src/background');
  await until(() => expect(host.listeners.has('JIRA_ISSUE_CHANGED')).toBe(true));
  await passes(50);
}

/** The issues for which data was announced, in order. */
function loads(): unknown[] {
  const announcements = announced.mock.calls.map(([announcement]) => announcement as Announcement);
  return announcements.filter(({ status }) => status === 'ready').map(({ about }) => about);
}

async function changed(issueId: string): Promise<void> {
  void emit({ event: 'JIRA_ISSUE_CHANGED', payload: { issueId, projectId: '1', changes: [] } });
  await passes(50);
}

function passes(ms: number) {
  return vi.advanceTimersByTimeAsync(ms);
}
