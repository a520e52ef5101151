import { beforeEach, expect, test, vi } from 'vitest';
import { host, start } from '#bgscript/testView';
import type { SharedData } from '../src/contract';
import { channel } from '#bgscript/events';
import { publish } from '#bgscript/testScript';
import { sampleData } from '../src/sample';

beforeEach(() => host.reset(true));

test('the view shows every item, with a bar for its value', async () => {
  const view = await show(sampleData);
  const most = Math.max(...sampleData.items.map(({ value }) => value));
  const bars = view.all('ProgressBar').map(({ props }) => [props.ariaLabel, props.value]);
  expect(bars).toEqual(sampleData.items.map(({ label, value }) => [label, value / most]));
  for (const { label, value } of sampleData.items) expect(view.text()).toContain(`${label} ${value}`);
  expect(view.text()).toContain(new Date(sampleData.loadedAt).toLocaleTimeString());
});

test('without items, the view says so', async () => {
  const view = await show({ ...sampleData, items: [] });
  expect(view.all('ProgressBar')).toEqual([]);
  expect(view.all('Text').length).toBeGreaterThan(1); // that, and when it was loaded
});

async function show(data: SharedData) {
  await publish(channel, { load: () => Promise.resolve(data), getPage: () => Promise.resolve(undefined) });
  const view = await start('view');
  await vi.waitFor(() => view.get('Button'));
  return view;
}
