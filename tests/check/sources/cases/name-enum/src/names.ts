export enum Names {
  Ask = 'ask',
  Answer = 'answer',
}
