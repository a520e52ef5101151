/** The widget's edit view. The dashboard around it has the Save button; what there is to set is in Edit.tsx. */
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { savedConfig, saveOnDemand } from '../platform/config';
import { followTheme } from '../platform/theme';
import { parseConfig } from '../config';
import { Edit } from './Edit';

let current = parseConfig(await savedConfig());
await saveOnDemand(() => ({ ...current }));

function App() {
  const [draft, setDraft] = useState(current);
  return (
    <main>
      <Edit
        config={draft}
        onChange={(changed) => {
          setDraft(changed);
          current = parseConfig(changed);
        }}
      />
    </main>
  );
}

await followTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
