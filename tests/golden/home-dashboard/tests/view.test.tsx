// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import '#bgscript/testView'; // first: a view may import what calls the host
import type { ViewState } from '#bgscript/view';
import { sampleData } from '../src/sample';
import { View } from '../src/view/View';

const READY: ViewState = { status: 'ready', revision: 1, busy: false, data: sampleData };
const reload = vi.fn();

afterEach(() => {
  cleanup();
  reload.mockReset();
});

function show(state: ViewState) {
  return render(<View state={state} reload={reload} />).container;
}

test('while it waits, it says that it is loading', () => {
  show({ status: 'waiting', revision: 0, busy: true });
  expect(screen.getByRole('status').getAttribute('aria-label')).toBe('Loading');
  expect(screen.queryByRole('button')).toBeNull();
});

describe('with data', () => {
  test('it shows every item, with a bar for its value', () => {
    const container = show(READY);
    const bars = screen.getAllByRole('meter').map((bar) => [bar.getAttribute('aria-label'), bar.getAttribute('value')]);
    expect(bars).toEqual(sampleData.items.map(({ label, value }) => [label, String(value)]));
    for (const { label, value } of sampleData.items) {
      expect(screen.getByText(label).closest('.bar')?.textContent).toBe(`${label}${value}`);
    }
    expect(container.textContent).toContain(new Date(sampleData.loadedAt).toLocaleTimeString());
  });

  test('the longest bar is full, and none is longer than that', () => {
    show(READY);
    const most = Math.max(...sampleData.items.map(({ value }) => value));
    for (const bar of screen.getAllByRole('meter')) expect(bar.getAttribute('max')).toBe(String(most));
  });

  test('without items, it says so', () => {
    const container = show({ ...READY, data: { ...sampleData, items: [] } });
    expect(screen.queryAllByRole('meter')).toEqual([]);
    expect(container.querySelector('.hint')?.textContent).not.toBe('');
  });

  test('Reload makes the script load again', () => {
    show(READY);
    fireEvent.click(screen.getByRole('button', { name: 'Reload' }));
    expect(reload).toHaveBeenCalledOnce();
  });

  test('while it is loaded again, the data stays and the button is disabled', () => {
    show({ ...READY, busy: true });
    expect(screen.getAllByRole('meter')).toHaveLength(sampleData.items.length);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Reloading…' }).disabled).toBe(true);
  });

  test.each(['no-answer', 'load-failed'] as const)('when loading it again failed (%s), the data stays', (failure) => {
    show({ ...READY, failure });
    expect(screen.getAllByRole('meter')).toHaveLength(sampleData.items.length);
    expect(screen.getByRole('alert').textContent).not.toBe('');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Reload' }).disabled).toBe(false);
  });
});

describe('without data', () => {
  test('each failure has a text of its own', () => {
    const texts = (['no-answer', 'load-failed'] as const).map((failure) => {
      show({ status: 'error', revision: 1, busy: false, failure });
      const { textContent } = screen.getByRole('alert');
      cleanup();
      return textContent;
    });
    expect(new Set(texts).size).toBe(2);
  });

  test('Try again makes the script load again', () => {
    show({ status: 'error', revision: 1, busy: false, failure: 'load-failed' });
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(reload).toHaveBeenCalledOnce();
  });
});
