import { beforeEach, expect, test, vi } from 'vitest';
import { CONTEXT, PAGES } from './context';
import { calls, host } from './host';
import { about, getContext, isPreview, pageOf } from '../platform/context';
import { HOST_LIMIT_MS } from '../runtime/limit';

const WIDGET = { type: 'dashboards:widget' };

beforeEach(() => host.reset(true));

test('the host reports where this module runs', async () => {
  expect(await getContext()).toEqual(CONTEXT);
  expect(isPreview(CONTEXT)).toBe(false);
});

test('each page is the one that the host reports, and differs from others', () => {
  const pages = PAGES.map((page) => pageOf({ ...CONTEXT, context: page }));
  expect(pageOf({ ...CONTEXT, context: {} })).toBeUndefined();
  expect(pages).toMatchObject(PAGES);
  expect(new Set(PAGES.map(about)).size).toBe(2);
  expect(about({})).toBeUndefined();
});

test('only a widget that is on no dashboard yet is a preview', () => {
  expect(isPreview(WIDGET)).toBe(false);
  expect(isPreview({ ...WIDGET, context: {} })).toBe(true);
  expect(isPreview({ ...WIDGET, context: { widgetId: 'widget-1' } })).toBe(false);
  expect(isPreview({ ...WIDGET, context: {}, entryPoint: 'edit' })).toBe(false);
});

test('without an answer of the host, nothing is known', async () => {
  const { getContext: answer } = calls;
  calls.getContext = () => new Promise(() => undefined);
  vi.useFakeTimers();
  const context = getContext();
  await vi.advanceTimersByTimeAsync(HOST_LIMIT_MS);
  vi.useRealTimers();
  expect(await context).toEqual({});
  calls.getContext = () => Promise.resolve({});
  expect(await getContext()).toEqual({});
  calls.getContext = answer!;
});
