/** The gadget: shows what the background script shares. What it looks like is in View.tsx. */
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
    <main data-state={state.status} data-revision={state.revision}>
      <Boundary attempt={state} fallback={(error) => <p role="alert">This could not be shown: {error}</p>}>
        <View state={configured} reload={reload} />
      </Boundary>
    </main>
  );
}

void followTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
