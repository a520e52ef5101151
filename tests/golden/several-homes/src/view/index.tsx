/** The view: shows what the background script shares. What it looks like is in View.tsx. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useConfigured } from '../runtime/useConfigured';
import { followTheme } from '../platform/theme';
import { Boundary } from '../runtime/Boundary';
import { useRefresh } from '../runtime/useRefresh';
import { useSharedData } from '../runtime/useSharedData';
import { View } from './View';

function App() {
  const [state, reload] = useSharedData();
  const configured = useConfigured(state);
  useRefresh(reload);
  return (
    <main data-state={state.status} data-revision={state.revision} aria-busy={state.busy}>
      <Boundary attempt={state} fallback={<p role="alert">This could not be shown.</p>}>
        <View state={configured} reload={reload} />
      </Boundary>
    </main>
  );
}

await followTheme(); // before the first rendering, so that no other colors appear first
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
