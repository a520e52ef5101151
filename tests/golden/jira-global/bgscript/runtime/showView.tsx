import { StrictMode, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import type { ViewState } from './handshake';
import { followTheme } from '../platform/theme';
import { Boundary } from './Boundary';
import { reportUncaught } from './report';
import { useSharedData } from './useSharedData';

interface ViewProps {
  state: ViewState;
  reload: () => void;
}

type View = ComponentType<ViewProps>;

/** Shows what the background script shares, in the component `View`. */
export async function showView(View: View): Promise<void> {
  reportUncaught();
  await followTheme(); // before the first rendering, so that no other colors appear first
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App View={View} />
    </StrictMode>,
  );
}

function App({ View }: { View: View }) {
  const [state, reload] = useSharedData();
  return (
    <main data-state={state.status} data-revision={state.revision} aria-busy={state.busy}>
      <Boundary attempt={state} retry={reload} text="An error in this app keeps it from showing its data.">
        <View state={state} reload={reload} />
      </Boundary>
    </main>
  );
}
