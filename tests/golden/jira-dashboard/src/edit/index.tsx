/** The gadget's edit mode: the fields of Edit.tsx and a Save button. */
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { save, savedConfig } from '../platform/config';
import { followTheme } from '../platform/theme';
import { parseConfig } from '../config';
import { Edit } from './Edit';

const saved = parseConfig(await savedConfig());

function App() {
  const [draft, setDraft] = useState(saved);
  return (
    <main>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save(parseConfig(draft));
        }}
      >
        <Edit config={draft} onChange={setDraft} />
        <button type="submit">Save</button>
      </form>
    </main>
  );
}

await followTheme();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
