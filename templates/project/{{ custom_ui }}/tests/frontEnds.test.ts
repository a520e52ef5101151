// @vitest-environment happy-dom
import { fireEvent } from '@testing-library/dom';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { host } from './host';
import type { SharedData } from '../src/contract';
import { channel } from '../src/platform/events';
import { publish } from '../src/runtime/handshake';
import { sampleData } from '../src/sample';
import { start } from './page';

const load = vi.hoisted(() => vi.fn<() => Promise<SharedData>>());
vi.mock('../src/background/data', () => ({ loadData: load }));

describe.each([
  ['synchronously', true],
  ['asynchronously', false],
])('on a host that delivers %s', (_, synchronous) => {
  beforeEach(() => {
    vi.spyOn(console, 'error').mockReturnValue();
    host.reset(synchronous);
    load.mockReset().mockResolvedValue(sampleData);
  });

  const startScript = () => publish(channel, { load, getPage: () => Promise.resolve(undefined) });

  test('script first: the view shows what was loaded before it came', async () => {
    await startScript();
    const { page, findByRole } = await start('view');
    await findByRole('button', { name: 'Reload' });
    expect(stateOf(page)).toEqual(['ready', '1', 'false']);
    expect(load).toHaveBeenCalledOnce();
  });

  test('view first: it waits, and shows the data as soon as there is some', async () => {
    const { page, findByRole } = await start('view');
    await findByRole('status');
    expect(stateOf(page)).toEqual(['waiting', '0', 'true']);
    await startScript();
    await findByRole('button', { name: 'Reload' });
    expect(stateOf(page)).toEqual(['ready', '1', 'false']);
  });

  test('the background script shows nothing, and gives the view its data', async () => {
    const script = await start('background');
    expect(script.page.textContent).toBe('');
    const { page } = await start('view');
    await vi.waitFor(() => expect(stateOf(page)).toEqual(['ready', '1', 'false']));
    expect(load).toHaveBeenCalledOnce();
  });

  test('Reload loads again; meanwhile the view keeps what it shows', async () => {
    await startScript();
    const { page, findByRole } = await start('view');
    const button = await findByRole('button', { name: 'Reload' });
    let end = (_: SharedData) => undefined as void;
    load.mockImplementationOnce(() => new Promise((resolve) => (end = resolve)));
    fireEvent.click(button);
    await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2));
    await vi.waitFor(() => expect(stateOf(page)).toEqual(['ready', '1', 'true']));
    end(sampleData);
    await vi.waitFor(() => expect(stateOf(page)).toEqual(['ready', '2', 'false']));
  });

  test('a failed load is shown in plain words, and Try again can succeed', async () => {
    load.mockRejectedValueOnce(new Error('Jira said 503'));
    await startScript();
    const { page, findByRole } = await start('view');
    const button = await findByRole('button', { name: 'Try again' });
    expect(stateOf(page)).toEqual(['error', '1', 'false']);
    expect(page.textContent).not.toContain('503');
    fireEvent.click(button);
    await vi.waitFor(() => expect(stateOf(page)).toEqual(['ready', '2', 'false']));
  });
});

function stateOf(page: Element) {
  const main = page.querySelector('main');
  return ['data-state', 'data-revision', 'aria-busy'].map((name) => main?.getAttribute(name));
}
