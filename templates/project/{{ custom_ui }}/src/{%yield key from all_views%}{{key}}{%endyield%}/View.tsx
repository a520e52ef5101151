import type { Item } from '../contract';
import type { Failure, ViewState } from '#bgscript/view';

interface ViewProps {
  state: ViewState;
  /** Makes the script load again, for every view on the page. */
  reload: () => void;
}

/** The texts for people when there is no data, or no newer data. */
const FAILURES: Record<Failure, string> = {
  'no-answer': 'The part of this app that loads the data is not running. Reload the page to start it again.',
  'load-failed': 'The data could not be loaded.',
};

/** Yours: what people see while they wait, when there is data, and when loading failed. */
export function View({ state, reload }: ViewProps) {
  switch (state.status) {
    case 'waiting':
      return <Waiting />;
    case 'ready':
      return <Ready {...state} reload={reload} />;
    case 'error':
      return <Failed failure={state.failure} reload={reload} />;
  }
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading">
      <div className="skeleton" />
      <div className="skeleton" />
      <div className="skeleton" />
    </div>
  );
}

type ReadyProps = Extract<ViewState, { status: 'ready' }> & { reload: () => void };

function Ready({ data, busy, failure, reload }: ReadyProps) {
  const most = Math.max(1, ...data.items.map((item) => item.value));
  return (
    <>
      {data.items.length === 0 && <p className="hint">Nothing to show yet.</p>}
      <dl>
        {data.items.map((item) => (
          <Bar key={item.id} item={item} most={most} />
        ))}
      </dl>
      <footer>
        <span>Loaded {new Date(data.loadedAt).toLocaleTimeString()}</span>
        <button type="button" onClick={reload} disabled={busy}>
          {busy ? 'Reloading…' : 'Reload'}
        </button>
      </footer>
      {failure && (
        <p role="alert" className="failed">
          {FAILURES[failure]} What you see was loaded earlier.
        </p>
      )}
    </>
  );
}

function Bar({ item, most }: { item: Item; most: number }) {
  return (
    <div className="bar">
      <dt>{item.label}</dt>
      <dd>
        <meter min={0} max={most} value={item.value} aria-label={item.label} />
        <span>{item.value}</span>
      </dd>
    </div>
  );
}

function Failed({ failure, reload }: { failure: Failure; reload: () => void }) {
  return (
    <div role="alert" className="failed">
      <strong>Nothing to show</strong>
      <p>{FAILURES[failure]}</p>
      <button type="button" onClick={reload}>
        Try again
      </button>
    </div>
  );
}
