/** The gadget: shows what the background script shares. What it looks like is in View.tsx. */
import { StrictMode } from 'react';
import ForgeReconciler, { Box } from '@forge/react';
import { useConfigured } from '../edit/useConfigured';
import { useSharedData } from './useSharedData';
import { View } from './View';

function App() {
  const [state, reload] = useSharedData();
  return (
    <Box testId={`view-${state.status}`} data-state={state.status} data-revision={state.revision}>
      <View state={useConfigured(state)} reload={reload} />
    </Box>
  );
}

ForgeReconciler.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
