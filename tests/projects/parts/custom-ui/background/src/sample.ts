import type { SharedData } from './contract';

/** Yours: sample data, for tests and until data.ts loads yours. */
export const sampleData: SharedData = {
  loadedAt: '2026-01-01T09:00:00.000Z',
  items: [
    { id: 'todo', label: 'To do', value: 8 },
    { id: 'doing', label: 'In progress', value: 5 },
    { id: 'done', label: 'Done', value: 13 },
  ],
};
