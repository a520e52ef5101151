/** The gadget's edit mode: the fields of Edit.tsx, Jira's automatic refresh, and a Save button. */
import { StrictMode, useState, type FormEvent } from 'react';
import { createRoot } from 'react-dom/client';
import { parseConfig } from '../config';
import { save, savedConfig, savedRefresh } from '../platform/config.jira-dashboard';
import { followTheme } from '../platform/theme';
import { AutoRefresh } from './AutoRefresh';
import { Edit } from './Edit';

const saved = await savedConfig();

function App() {
  const [draft, setDraft] = useState(() => parseConfig(saved));
  const [refresh, setRefresh] = useState(() => savedRefresh(saved));
  const [error, setError] = useState<string>();

  function submit(event: FormEvent): void {
    event.preventDefault();
    setError(undefined);
    save(saved, parseConfig(draft), refresh).catch((reason: unknown) => {
      setError(reason instanceof Error ? reason.message : String(reason));
    });
  }

  return (
    <main>
      <form onSubmit={submit}>
        <Edit config={draft} onChange={setDraft} error={error} />
        <AutoRefresh minutes={refresh} onChange={setRefresh} />
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
