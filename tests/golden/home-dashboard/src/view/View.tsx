import type { Item, SharedData } from '../contract';
import type { ViewState } from '../runtime/handshake';

interface ViewProps {
  state: ViewState;
  /** Makes the script load again, for every view on the page. */
  reload: () => void;
}

/** Yours: what people see while they wait, when there is data, and when loading failed. */
export function View({ state, reload }: ViewProps) {
  switch (state.status) {
    case 'waiting':
      return <Waiting />;
    case 'ready':
      return <Ready data={state.data} reload={reload} />;
    case 'error':
      return <Failed error={state.error} reload={reload} />;
  }
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading">
      <div className="bone" />
      <div className="bone" />
      <div className="bone" />
    </div>
  );
}

function Ready({ data, reload }: { data: SharedData; reload: () => void }) {
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
        <span>
          Loaded {new Date(data.loadedAt).toLocaleTimeString()} {data.about && `for ${data.about}`}
        </span>
        <button type="button" onClick={reload}>
          Reload
        </button>
      </footer>
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

function Failed({ error, reload }: { error: string; reload: () => void }) {
  return (
    <div role="alert" className="failed">
      <strong>This could not be loaded</strong>
      <p>{error}</p>
      <button type="button" onClick={reload}>
        Try again
      </button>
    </div>
  );
}
