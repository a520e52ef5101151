export const EVENTS = Object.freeze({ ask: 'asks', answer: 'answer' });
