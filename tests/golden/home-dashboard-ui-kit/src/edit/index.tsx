/** The widget's edit view. The dashboard around it has the Save button; what there is to set is in Edit.tsx. */
import { StrictMode, useState } from 'react';
import ForgeReconciler from '@forge/react';
import { savedConfig, saveOnDemand } from '../platform/config';
import { parseConfig } from '../config';
import { Edit } from './Edit';

let current = parseConfig(await savedConfig());
await saveOnDemand(() => ({ ...current }));

function App() {
  const [draft, setDraft] = useState(current);
  return (
    <Edit
      config={draft}
      onChange={(changed) => {
        setDraft(changed);
        current = parseConfig(changed);
      }}
    />
  );
}

ForgeReconciler.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
