import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { host, resolving } from './host';
import type { SharedData } from '../src/contract';
import { publish } from '../src/runtime/handshake';
import { channel } from '../src/platform/events';
import { bundle, start, type FrontEnd } from './uikit';

const DATA: SharedData = { loadedAt: '2026-01-01T00:00:00.000Z', items: [{ id: 'a', label: 'Apples', value: 3 }] };

beforeAll(() => Promise.all(['background', 'view'].map(bundle)));

describe.each([
  ['synchronously', true],
  ['asynchronously', false],
])('on a host that delivers %s', (_, synchronous) => {
  const getData = vi.fn<() => Promise<SharedData>>();

  beforeEach(() => {
    vi.useFakeTimers();
    host.reset(synchronous);
    getData.mockReset().mockResolvedValue(DATA);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const startScript = () => void publish(channel, getData);

  test('script first: the view shows what was loaded before it came', async () => {
    startScript();
    await passes(1_000);
    const view = await start('view');
    await passes(1_000);
    expect(stateOf(view)).toEqual(['ready', 1]);
    expect(view.text()).toContain('Apples');
  });

  test('view first: it waits, and shows the data as soon as there is some', async () => {
    const view = await start('view');
    await passes(700);
    expect(stateOf(view)).toEqual(['waiting', 0]);
    expect(view.all('Spinner')).toHaveLength(1);
    startScript();
    await passes(100);
    expect(stateOf(view)).toEqual(['ready', 1]);
    expect(view.text()).toContain('Apples');
  });

  test('the background script shows nothing, and gives every view its data', async () => {
    const views = [await start('view'), await start('view')];
    const script = await start('background', resolving(getData));
    await passes(1_000);
    expect(script.root).toMatchObject({ type: 'Root', children: [], key: expect.any(String) as string });
    expect(views.map(stateOf)).toEqual([
      ['ready', 1],
      ['ready', 1],
    ]);
    expect(getData.mock.calls.length).toBeLessThanOrEqual(1);
  });

  test('Reload loads again, for every view on the page', async () => {
    startScript();
    const views = [await start('view'), await start('view')];
    await passes(1_000);
    getData.mockResolvedValue({ ...DATA, items: [{ id: 'b', label: 'Pears', value: 5 }] });
    views[0]!.click('Reload');
    await passes(1_000);
    expect(views.map(stateOf)).toEqual([['ready', 2], ['ready', 2]]);
    for (const view of views) expect(view.text()).toMatch(/^(?!.*Apples).*Pears/);
    expect(getData).toHaveBeenCalledTimes(2);
  });

  test('a failed load is shown, and Try again can succeed', async () => {
    getData.mockRejectedValueOnce(new Error('Jira said 503'));
    startScript();
    const view = await start('view');
    await passes(1_000);
    expect(stateOf(view)).toEqual(['error', 1]);
    expect(view.get('SectionMessage').props.appearance).toBe('error');
    expect(view.text()).toContain('Jira said 503');
    view.click('Try again');
    await passes(1_000);
    expect(stateOf(view)).toEqual(['ready', 2]);
  });
});

function stateOf(view: FrontEnd) {
  const { props } = view.get('Box');
  return [props['data-state'], props['data-revision']];
}

function passes(ms: number) {
  return vi.advanceTimersByTimeAsync(ms);
}
