export const EVENTS = { ask: 'ask', answer: 'answer' } as const;
