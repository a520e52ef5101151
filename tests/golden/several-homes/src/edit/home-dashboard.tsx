/** The widget's edit view. The dashboard around it has the Save button; the fields are in Edit.tsx. */
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { parseConfig, type ViewConfig } from '../config';
import { savedConfig, startEditing } from '../platform/config.home-dashboard';
import { followTheme } from '../platform/theme';
import { Edit } from './Edit';

const saved = await savedConfig();
const initial = parseConfig(saved);
const editing = await startEditing(saved, initial);

function App() {
  const [draft, setDraft] = useState(initial);
  const [error, setError] = useState<string>();

  useEffect(() => editing.onSaveError(setError), []);

  function change(changed: ViewConfig): void {
    setError(undefined);
    setDraft(changed);
    editing.change(parseConfig(changed));
  }

  return (
    <main>
      <Edit config={draft} onChange={change} error={error} />
    </main>
  );
}

await followTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
