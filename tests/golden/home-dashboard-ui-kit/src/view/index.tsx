/** The widget: shows what the background script shares. What it looks like is in View.tsx. */
import { createContext, StrictMode, useContext } from 'react';
import ForgeReconciler, { Box } from '@forge/react';
import { WAITING, type ViewState } from '../runtime/handshake';
import { useConfigured } from '../runtime/useConfigured';
import { Boundary } from '../runtime/Boundary';
import { reportUncaught } from '../runtime/report';
import { useSharedData } from '../runtime/useSharedData';
import { View } from './View';

/** Not as props: @forge/react sends the props of an element's children to the host, with all data in them. */
const Shared = createContext<[ViewState, () => void]>([WAITING, () => undefined]);

/** Inside the boundary, because your configuration code may throw too. */
function Configured() {
  const [state, reload] = useContext(Shared);
  return <View state={useConfigured(state)} reload={reload} />;
}

function Shown() {
  const [state, reload] = useContext(Shared);
  return (
    <Boundary attempt={state} retry={reload} text="An error in this app keeps it from showing its data.">
      <Configured />
    </Boundary>
  );
}

function App() {
  const shared = useSharedData();
  const [state] = shared;
  return (
    <Shared.Provider value={shared}>
      <Box
        testId={`view-${state.status}`}
        data-state={state.status}
        data-revision={state.revision}
        aria-busy={state.busy}
      >
        <Shown />
      </Box>
    </Shared.Provider>
  );
}

reportUncaught();
ForgeReconciler.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
