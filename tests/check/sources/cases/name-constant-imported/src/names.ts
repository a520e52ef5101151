export const ASK = 'ask';
