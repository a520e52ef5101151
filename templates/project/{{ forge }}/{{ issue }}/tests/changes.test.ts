import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CONTEXT } from './context';
import { calls, emit, host } from './host';

const announced = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetModules();
  host.reset(false);
  announced.mockReset();
  calls.invoke = () => Promise.resolve({ loadedAt: '2026-01-01T00:00:00.000Z', items: [] });
  calls.on!({ event: 'app.data-change', callback: announced } as never);
});
afterEach(() => {
  vi.useRealTimers();
});

test('the script says which issue the data is about', async () => {
  await startScript();
  expect(announced).toHaveBeenCalledWith(
    expect.objectContaining({ data: expect.objectContaining({ about: 'TEAM-7' }) as unknown }),
  );
});

test('it loads again when its issue changes, not when another one does', async () => {
  await startScript();
  await changed('10002');
  expect(announced).toHaveBeenCalledTimes(1);
  await changed('10001');
  expect(announced).toHaveBeenCalledTimes(2);
});

test('when the page has gone on to another issue, that is the one', async () => {
  await startScript();
  host.extension = { ...CONTEXT, issue: { id: '10002', key: 'TEAM-8', type: 'Task', typeId: '10002' } };
  await changed('10001');
  expect(announced).toHaveBeenCalledTimes(1);
  await changed('10002');
  expect(announced).toHaveBeenCalledTimes(2);
});

test('a change during the first load is not lost', async () => {
  const { getContext } = calls;
  calls.getContext = () => new Promise((resolve) => setTimeout(resolve, 500, { extension: CONTEXT }));
  await startScript();
  calls.getContext = getContext!;
  await changed('10001');
  expect(announced).not.toHaveBeenCalled();
  await passes(600);
  expect(announced).toHaveBeenLastCalledWith(expect.objectContaining({ revision: 2 }));
});

async function startScript(): Promise<void> {
  void import('../src/background');
  await vi.waitFor(() => expect(host.listeners.has('JIRA_ISSUE_CHANGED')).toBe(true));
  await passes(50);
}

async function changed(issueId: string): Promise<void> {
  void emit({ event: 'JIRA_ISSUE_CHANGED', payload: { issueId, projectId: '1', changes: [] } });
  await passes(50);
}

function passes(ms: number) {
  return vi.advanceTimersByTimeAsync(ms);
}
