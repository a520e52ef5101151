/** The pause after an answer to views. It doubles with each answer. After a quiet pause it is `first` again. */
const ANSWER_PAUSE_MS = { first: 100, longest: 1_000 };

/** Answers at most once in each pause. A request after a quiet pause is answered at once. */
export interface Answers {
  ask(): void;
  /** Drops the request that waits for an answer. */
  cancel(): void;
}

export function createAnswers(answer: () => void): Answers {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = ANSWER_PAUSE_MS.first;
  let asked = false;

  function give(): void {
    asked = false;
    timer = setTimeout(next, pause);
    pause = Math.min(pause * 2, ANSWER_PAUSE_MS.longest);
    answer();
  }

  function next(): void {
    timer = undefined;
    if (asked) give();
    else pause = ANSWER_PAUSE_MS.first;
  }

  return {
    ask() {
      if (timer === undefined) give();
      else asked = true;
    },
    cancel() {
      asked = false;
    },
  };
}
