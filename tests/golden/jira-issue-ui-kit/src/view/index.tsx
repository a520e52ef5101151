/** The panel: shows what the background script shares. What it looks like is in View.tsx. */
import { StrictMode } from 'react';
import ForgeReconciler, { Box, Text } from '@forge/react';
import { Boundary } from '../runtime/Boundary';
import { useSharedData } from '../runtime/useSharedData';
import { View } from './View';

function App() {
  const [state, reload] = useSharedData();
  return (
    <Box
      testId={`view-${state.status}`}
      data-state={state.status}
      data-revision={state.revision}
      aria-busy={state.busy}
    >
      <Boundary attempt={state} fallback={<Text>This could not be shown.</Text>}>
        <View state={state} reload={reload} />
      </Boundary>
    </Box>
  );
}

ForgeReconciler.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
