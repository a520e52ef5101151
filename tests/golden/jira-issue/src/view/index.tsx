/** The panel: shows what the background script shares. What it looks like is in View.tsx. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followTheme } from '../platform/theme';
import { Boundary } from '../runtime/Boundary';
import { useSharedData } from '../runtime/useSharedData';
import { View } from './View';

function App() {
  const [state, reload] = useSharedData();
  return (
    <main data-state={state.status} data-revision={state.revision} aria-busy={state.busy}>
      <Boundary attempt={state} fallback={<p role="alert">This could not be shown.</p>}>
        <View state={state} reload={reload} />
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
