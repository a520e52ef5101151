// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/dom';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { host } from './host';
import type { SharedData } from '../../src/contract';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { publish, type Publisher } from '../runtime/handshake';
import { DATA } from './fixtures/data';
import { start } from './page';

const load = vi.hoisted(() => vi.fn<() => Promise<SharedData>>());
const onError = vi.hoisted(() => vi.fn());
vi.mock('../../src/onError', async (original) => ({ ...(await original<object>()), onError }));
vi.mock('../../src/background/data', () => ({ loadData: load }));
vi.mock('../../src/view/View', () => import('./fixtures/View'));

describe.each([
  ['synchronously', true],
  ['asynchronously', false],
])('on a host that delivers %s', (_, synchronous) => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockReturnValue();
    host.reset(synchronous);
    onError.mockReset();
    load.mockReset().mockResolvedValue(DATA);
  });

  let script: Publisher | undefined;
  const startScript = async () => {
    script = await publish(channel, { load, getPage: async () => pageOf(await getContext()) });
  };

  // A script that is still running would answer the view of the next test.
  afterEach(() => {
    script?.stop();
    script = undefined;
  });

  test('script first: the view shows what was loaded before it started', async () => {
    await startScript();
    const view = await start('view');
    await screen.findByRole('button', { name: 'Reload' });
    expect(stateOf(view)).toEqual(['ready', '1', 'false']);
    expect(load).toHaveBeenCalledOnce();
  });

  test('view first: it waits, and shows the data as soon as there is some', async () => {
    const view = await start('view');
    await screen.findByRole('status');
    expect(stateOf(view)).toEqual(['waiting', '0', 'true']);
    await startScript();
    await screen.findByRole('button', { name: 'Reload' });
    expect(stateOf(view)).toEqual(['ready', '1', 'false']);
  });

  test('Reload loads again; meanwhile the view keeps what it shows', async () => {
    await startScript();
    const view = await start('view');
    const button = await screen.findByRole('button', { name: 'Reload' });
    let end: ((data: SharedData) => void) | undefined;
    load.mockImplementationOnce(() => new Promise((resolve) => (end = resolve)));
    fireEvent.click(button);
    await waitFor(() => expect(load).toHaveBeenCalledTimes(2));
    await waitFor(() => expect(stateOf(view)).toEqual(['ready', '1', 'true']));
    end?.(DATA);
    await waitFor(() => expect(stateOf(view)).toEqual(['ready', '2', 'false']));
  });

  test('a failed load is shown without technical details, and Try again can succeed', async () => {
    load.mockRejectedValueOnce(new Error('Jira said 503'));
    await startScript();
    const view = await start('view');
    const button = await screen.findByRole('button', { name: 'Try again' });
    expect(stateOf(view)).toEqual(['error', '1', 'false']);
    expect(view.textContent).not.toContain('503');
    fireEvent.click(button);
    await waitFor(() => expect(stateOf(view)).toEqual(['ready', '2', 'false']));
  });

  test.each([
    ['nothing', null],
    ['no items', {}],
    ['a text', 'text'],
  ])('data with %s is an error that people can get out of', async (_, rubbish) => {
    load.mockResolvedValueOnce(rubbish as never);
    await startScript();
    await start('view');
    expect((await screen.findByRole('alert')).textContent).toContain('error');
    const text = 'An error in this app keeps it from showing its data.';
    await waitFor(() => expect(onError).toHaveBeenCalledWith(expect.any(Error), text));
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('button', { name: 'Reload' });
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('the background script shows nothing, and sends the view its data', async () => {
    const script = await start('background');
    expect(script.textContent).toBe('');
    const view = await start('view');
    await waitFor(() => expect(stateOf(view)).toEqual(['ready', '1', 'false']));
    expect(load.mock.calls).toEqual([[pageOf(await getContext())]]);
  });
});

test.each(['background', 'view'])(
  'in src/%s, an error that nothing catches reaches the owner’s function',
  async (name) => {
    const page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    await start(name);
    page.dispatchEvent(Object.assign(new Event('error'), { error: 'of nobody' }));
    await waitFor(() => expect(onError).toHaveBeenCalledWith('of nobody', 'An error that nothing caught:'));
    onError.mockReset();
    vi.unstubAllGlobals();
  },
);

function stateOf(view: Element) {
  const main = view.querySelector('main');
  return ['data-state', 'data-revision', 'aria-busy'].map((name) => main?.getAttribute(name));
}
