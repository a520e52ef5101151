import { beforeEach, expect, test, vi } from 'vitest';
import { host, start, until } from '#bgscript/testView';
import type { SharedData } from '../src/contract';
import { channel } from '#bgscript/events';
import { publish } from '#bgscript/testScript';
import { sampleData } from '../src/sample';

beforeEach(() => {
  vi.spyOn(console, 'error').mockReturnValue();
  host.reset(true);
});

test('the view shows every item, with a bar for its value', async () => {
  const view = await show(() => Promise.resolve(sampleData));
  const most = Math.max(...sampleData.items.map(({ value }) => value));
  const bars = view.all('ProgressBar').map(({ props }) => [props.ariaLabel, props.value]);
  expect(bars).toEqual(sampleData.items.map(({ label, value }) => [label, value / most]));
  for (const { label, value } of sampleData.items) expect(view.text()).toContain(`${label} ${value}`);
  expect(view.text()).toContain(new Date(sampleData.loadedAt).toLocaleTimeString());
});

test('without items, the view says so', async () => {
  const view = await show(() => Promise.resolve({ ...sampleData, items: [] }));
  expect(view.all('ProgressBar')).toEqual([]);
  expect(view.all('Text').length).toBeGreaterThan(1); // that, and when it was loaded
});

test('when Reload fails, the view says so, and keeps its data', async () => {
  const load = vi.fn<() => Promise<SharedData>>().mockResolvedValue(sampleData);
  const view = await show(load);
  load.mockRejectedValue(new Error('503'));
  view.click('Reload');
  await until(() => expect(view.get('SectionMessage').props.appearance).toBe('warning'));
  expect(view.all('ProgressBar')).toHaveLength(sampleData.items.length);
});

test('when nothing could be loaded, the view says so, and Try again can succeed', async () => {
  const load = vi.fn<() => Promise<SharedData>>().mockRejectedValue(new Error('503'));
  const view = await show(load);
  expect(view.get('SectionMessage').props.appearance).toBe('error');
  load.mockResolvedValue(sampleData);
  view.click('Try again');
  await until(() => expect(view.all('ProgressBar')).toHaveLength(sampleData.items.length));
});

async function show(load: () => Promise<SharedData>) {
  await publish(channel, { load, getPage: () => Promise.resolve(undefined) });
  const view = await start('view');
  await until(() => view.get('Button'));
  return view;
}
