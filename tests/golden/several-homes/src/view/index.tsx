/** The view: shows what the background script shares. What it looks like is in View.tsx. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { ViewState } from '../runtime/handshake';
import { useConfigured } from '../runtime/useConfigured';
import { followTheme } from '../platform/theme';
import { Boundary } from '../runtime/Boundary';
import { reportUncaught } from '../runtime/report';
import { useRefresh } from '../runtime/useRefresh';
import { useSharedData } from '../runtime/useSharedData';
import { View } from './View';

/** Inside the boundary, because your configuration code may throw too. */
function Configured({ state, reload }: { state: ViewState; reload: () => void }) {
  return <View state={useConfigured(state)} reload={reload} />;
}

function App() {
  const [state, reload] = useSharedData();
  useRefresh(reload);
  return (
    <main data-state={state.status} data-revision={state.revision} aria-busy={state.busy}>
      <Boundary attempt={state} retry={reload} text="An error in this app keeps it from showing its data.">
        <Configured state={state} reload={reload} />
      </Boundary>
    </main>
  );
}

reportUncaught();
await followTheme(); // before the first rendering, so that no other colors appear first
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
