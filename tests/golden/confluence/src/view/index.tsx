/** The feed: shows what the background script shares. What it looks like is in View.tsx. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followTheme } from '../platform/theme';
import { Boundary } from '../runtime/Boundary';
import { reportUncaught } from '../runtime/report';
import { useSharedData } from '../runtime/useSharedData';
import { View } from './View';

function App() {
  const [state, reload] = useSharedData();
  return (
    <main data-state={state.status} data-revision={state.revision} aria-busy={state.busy}>
      <Boundary attempt={state} retry={reload} text="An error in this app keeps it from showing its data.">
        <View state={state} reload={reload} />
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
