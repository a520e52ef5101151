import { createContext, StrictMode, useContext, type ComponentType } from 'react';
import ForgeReconciler, { Box } from '@forge/react';
import type { ViewState } from './handshake';
import { useConfigured } from './useConfigured';
import { Boundary } from './Boundary';
import { reportUncaught } from './report';
import { useSharedData } from './useSharedData';

interface ViewProps {
  state: ViewState;
  reload: () => void;
}

/**
 * Not as props: @forge/react sends the props of an element's children to the host, with all data in them. Whatever reads
 * it is inside its provider, so it needs no default.
 */
const Shared = createContext<ViewProps & { View: ComponentType<ViewProps> }>(undefined as never);

/** Shows what the background script shares, in the component `View`. */
export function showView(View: ComponentType<ViewProps>): void {
  reportUncaught();
  ForgeReconciler.render(
    <StrictMode>
      <App View={View} />
    </StrictMode>,
  );
}

function App({ View }: { View: ComponentType<ViewProps> }) {
  const [state, reload] = useSharedData();
  return (
    <Shared.Provider value={{ View, state, reload }}>
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

function Shown() {
  const { state, reload } = useContext(Shared);
  return (
    <Boundary attempt={state} retry={reload} text="An error in this app keeps it from showing its data.">
      <Configured />
    </Boundary>
  );
}

/** Inside the boundary, because the owner's configuration code may throw too. */
function Configured() {
  const { View, state, reload } = useContext(Shared);
  return <View state={useConfigured(state)} reload={reload} />;
}
