import { useCallback, useEffect, useRef, useState } from 'react';
import { WAITING, type ViewState } from './handshake';
import { attempt } from './load';
import type { Outcome } from './protocol';

/** The answer to a question, and which wish for it was fulfilled. */
interface Answer<Data> {
  key: string;
  wish: number;
  state: ViewState<Data>;
}

/**
 * Data that one view loads itself, because it depends on what people chose in this view: a filter, a project. It has
 * the same states as shared data. Another question is another load, and the answer to an earlier question is dropped.
 *
 * @param question JSON: what `load` depends on.
 */
export function useOwnData<Question, Data>(
  question: Question,
  load: (question: Question) => Promise<Data>,
): [ViewState<Data>, () => void] {
  const key = JSON.stringify(question);
  const [wish, setWish] = useState(0);
  const [answer, setAnswer] = useState<Answer<Data>>({ key, wish: 0, state: WAITING });
  const latest = useRef(load);

  useEffect(() => {
    latest.current = load;
  });

  useEffect(() => {
    let isOver = false;
    const ask = () => latest.current(JSON.parse(key) as Question);
    void attempt(ask, 'A view could not load its data:').then((outcome) => {
      if (!isOver) setAnswer((before) => ({ key, wish, state: stateOf(outcome, before.key === key && before.state) }));
    });
    return () => {
      isOver = true;
    };
  }, [key, wish]);

  const reload = useCallback(() => setWish((before) => before + 1), []);
  if (answer.key !== key) return [WAITING, reload];
  return [answer.wish === wish ? answer.state : busy(answer.state), reload];
}

function stateOf<Data>(outcome: Outcome<Data>, before: ViewState<Data> | false): ViewState<Data> {
  const revision = (before ? before.revision : 0) + 1;
  if (outcome.status === 'ready') return { status: 'ready', revision, busy: false, data: outcome.data };
  if (before && before.status === 'ready') return { ...before, busy: false, failure: 'load-failed' };
  return { status: 'error', revision, busy: false, failure: 'load-failed' };
}

function busy<Data>(state: ViewState<Data>): ViewState<Data> {
  if (state.status !== 'ready') return WAITING;
  return { status: 'ready', revision: state.revision, busy: true, data: state.data };
}
