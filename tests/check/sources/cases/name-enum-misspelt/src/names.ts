export const enum Names {
  Ask = 'asked',
  Answer = 'answer',
}
