import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { host, resolving } from './host';
import type { SharedData } from '../../src/contract';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { DATA } from './fixtures/data';
import { bundle, startOurs as start, type FrontEnd } from './uikit';
import { until } from './until';

const OTHER = { items: ['another'] } as unknown as SharedData;

beforeAll(() => Promise.all(['background', 'view'].map((name) => bundle(name, true))));

describe.each([
  ['synchronously', true],
  ['asynchronously', false],
])('on a host that delivers %s', (_, synchronous) => {
  const getData = vi.fn<() => Promise<SharedData>>();

  beforeEach(() => {
    vi.spyOn(console, 'error').mockReturnValue();
    vi.useFakeTimers();
    host.reset(synchronous);
    getData.mockReset().mockResolvedValue(DATA);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const getPage = async () => pageOf(await getContext());
  const startScript = () => void publish(channel, { load: getData, getPage });

  test('script first: the view shows what was loaded before it started', async () => {
    startScript();
    await passes(1_000);
    const view = await start('view');
    await passes(1_000);
    expect(stateOf(view)).toEqual(['ready', 1]);
    expect(view.get('Box').props.testId).toBe('view-ready');
  });

  test('view first: it waits, and shows the data as soon as there is some', async () => {
    const view = await start('view');
    await passes(700);
    expect(stateOf(view)).toEqual(['waiting', 0]);
    expect(view.all('Spinner')).toHaveLength(1);
    startScript();
    await passes(100);
    expect(stateOf(view)).toEqual(['ready', 1]);
  });

  test('the background script shows nothing, and sends every view its data', async () => {
    const script = await start('background', resolving(getData));
    await passes(1_000);
    const views = [await start('view'), await start('view')];
    await passes(1_000);
    expect(script.root).toMatchObject({ type: 'Root', children: [], key: expect.any(String) as string });
    expect(views.map(stateOf)).toEqual([
      ['ready', 1],
      ['ready', 1],
    ]);
    expect(getData.mock.calls.length).toBeLessThanOrEqual(1);
  });

  test('Reload loads again, for every view on the page; meanwhile they keep what they show', async () => {
    startScript();
    const views = [await start('view'), await start('view')];
    await passes(1_000);
    const before = views[0]!.text();
    getData.mockImplementationOnce(() => new Promise((resolve) => setTimeout(resolve, 500, OTHER)));
    views[0]!.click('Reload');
    await passes(100);
    for (const view of views) {
      expect(stateOf(view)).toEqual(['ready', 1]);
      expect(view.get('Box').props['aria-busy']).toBe(true);
      expect(view.button('Reloading…').props.isDisabled).toBe(true);
      expect(view.text()).toBe(before.replace('Reload', 'Reloading…'));
    }
    await passes(1_000);
    for (const view of views) {
      expect(stateOf(view)).toEqual(['ready', 2]);
      expect(view.text()).not.toBe(before);
    }
    expect(getData).toHaveBeenCalledTimes(2);
  });

  test('a failed load is shown without technical details, and Try again can succeed', async () => {
    getData.mockRejectedValueOnce(new Error('Jira said 503'));
    startScript();
    const view = await start('view');
    await passes(1_000);
    expect(stateOf(view)).toEqual(['error', 1]);
    expect(view.get('SectionMessage').props.appearance).toBe('error');
    expect(view.text()).not.toContain('503');
    view.click('Try again');
    await passes(1_000);
    expect(stateOf(view)).toEqual(['ready', 2]);
  });

  test.each([
    ['nothing', null],
    ['no items', {}],
    ['a text', 'text'],
  ])('data with %s is an error that people can get out of', async (_, rubbish) => {
    getData.mockResolvedValueOnce(rubbish as never);
    startScript();
    const view = await start('view');
    await passes(1_000);
    expect(view.get('SectionMessage').props.appearance).toBe('error');
    view.click('Try again');
    await passes(1_000);
    expect(view.all('SectionMessage')).toEqual([]);
    expect(stateOf(view)).toEqual(['ready', 2]);
  });

  test('when Reload fails, the view keeps its data and says so', async () => {
    startScript();
    const view = await start('view');
    await passes(1_000);
    const before = view.text();
    getData.mockRejectedValueOnce(new Error('Jira said 503'));
    view.click('Reload');
    await passes(1_000);
    expect(stateOf(view)).toEqual(['ready', 1]);
    expect(view.text().startsWith(before)).toBe(true);
    expect(view.text()).not.toBe(before);
  });
});

test.each(['background', 'view'])(
  'in src/%s, an error that nothing catches reaches the owner’s function, where the host has events for it',
  async (name) => {
    const addEventListener = vi.fn<(event: string) => void>();
    await start(name, {}, { addEventListener });
    await until(() => expect(addEventListener).toHaveBeenCalledTimes(2));
    expect(addEventListener.mock.calls.map(([event]) => event)).toEqual(['error', 'unhandledrejection']);
  },
);

function stateOf(view: FrontEnd) {
  const { props } = view.get('Box');
  return [props['data-state'], props['data-revision']];
}

function passes(ms: number) {
  return vi.advanceTimersByTimeAsync(ms);
}
